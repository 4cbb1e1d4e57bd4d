import { type ExecutionArgs, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Ctx } from '#context.ts'
import type { Env } from '#env.ts'
import type { Budget, Charge } from '#lib/budget.ts'
import type { ErrorCode } from '#lib/errors.ts'
import { callerKey } from '#lib/rate-limits.ts'
import type { Measure } from './cost.ts'

type Settings = Pick<Env, 'RATE_LIMIT_SIGNED_IN' | 'RATE_LIMIT_SIGNED_OUT'>

const limitFor = ({ viewer }: Ctx, settings: Settings) =>
  viewer.kind === 'user' ? settings.RATE_LIMIT_SIGNED_IN : settings.RATE_LIMIT_SIGNED_OUT

const secondsUntil = (time: number) => Math.max(1, Math.ceil((time - Date.now()) / 1_000))

const refusal = ({ limit, used, resetAt }: Charge, cost: number) => {
  const retryAfter = secondsUntil(resetAt)
  const extensions = {
    code: 'RATE_LIMITED' satisfies ErrorCode,
    cost,
    limit,
    remaining: limit - used,
    retryAfterSeconds: retryAfter,
    http: { status: 429, headers: { 'retry-after': `${retryAfter}` } },
  }
  const message =
    `The operation costs ${cost} and only ${limit - used} of ${limit} are left: ` +
    `wait ${retryAfter} seconds.`
  return new GraphQLError(message, { extensions })
}

const headersOf = ({ limit, used, resetAt }: Charge) => ({
  'x-ratelimit-limit': `${limit}`,
  'x-ratelimit-remaining': `${limit - used}`,
  'x-ratelimit-used': `${used}`,
  'x-ratelimit-reset': `${Math.ceil(resetAt / 1_000)}`,
})

/**
 * Charges the cost of each operation to the budget of who asks: a person, with all their sessions and
 * tokens, or the network of a client that is not signed in. Past it the operation is refused as a
 * whole, before it begins, with status 429.
 */
export const useRateLimit = (budget: Budget, settings: Settings): Plugin => {
  const charges = new WeakMap<Request, Charge>()
  const charge = async (args: ExecutionArgs) => {
    const ctx = args.contextValue as Ctx & { measure: Measure; request?: Request }
    // A live event is read without a request: its subscription was charged when it began.
    if (!ctx.request) return null
    const { cost } = ctx.measure
    const charged = await budget.charge(callerKey(ctx), cost, limitFor(ctx, settings))
    charges.set(ctx.request, charged)
    return charged.isAccepted ? null : refusal(charged, cost)
  }
  return {
    onExecute: async ({ args, setResultAndStopExecution }) => {
      const refused = await charge(args)
      if (refused) setResultAndStopExecution({ errors: [refused] })
    },
    onSubscribe: async ({ args, setResultAndStopExecution }) => {
      const refused = await charge(args)
      if (refused) setResultAndStopExecution({ errors: [refused] })
    },
    onResponse: ({ request, response }) => {
      const charged = charges.get(request)
      if (!charged) return
      for (const [name, value] of Object.entries(headersOf(charged))) {
        response.headers.set(name, value)
      }
    },
  }
}
