import { type ExecutionArgs, GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import type { Ctx } from '#context.ts'
import type { Env } from '#env.ts'
import type { Budget, Charge } from '#lib/budget.ts'
import { networkOf } from '#lib/client-network.ts'
import type { ErrorCode } from '#lib/errors.ts'
import type { RequestFacts } from '#lib/http.ts'
import { callerKey } from '#lib/rate-limits.ts'
import type { Measure } from './cost.ts'

type Settings = Pick<Env, 'RATE_LIMIT_SIGNED_IN' | 'RATE_LIMIT_SIGNED_OUT'>

const limitFor = ({ viewer }: Ctx, settings: Settings) =>
  viewer.kind === 'user' ? settings.RATE_LIMIT_SIGNED_IN : settings.RATE_LIMIT_SIGNED_OUT

const secondsUntil = (time: number) => Math.max(1, Math.ceil((time - Date.now()) / 1_000))

const refusal = ({ limit, used, resetAt }: Charge, cost: number, fact: string) => {
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
    `${fact} and only ${limit - used} of ${limit} are left: ` + `wait ${retryAfter} seconds.`
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
    return charged.isAccepted ? null : refusal(charged, cost, `The operation costs ${cost}`)
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

type Cache = { has: (text: string) => boolean }

/**
 * Charges the bytes of documents that this process has not read yet to the network that sends them:
 * parsing and validating takes time, of those too that are refused and so cost nothing. Past the
 * limit a new document is refused with status 429, unread.
 */
export const useDocumentBudget = (
  budget: Budget,
  { RATE_LIMIT_DOCUMENT_BYTES: limit }: Pick<Env, 'RATE_LIMIT_DOCUMENT_BYTES'>,
  { documentCache, errorCache }: { documentCache: Cache; errorCache: Cache },
): Plugin<object, RequestFacts> => ({
  onParams: async ({ params: { query }, context }) => {
    if (typeof query !== 'string' || documentCache.has(query) || errorCache.has(query)) return
    const bytes = Buffer.byteLength(query)
    const charged = await budget.charge(`documents ${networkOf(context.clientIp)}`, bytes, limit)
    if (!charged.isAccepted)
      throw refusal(charged, bytes, `The document is new, has ${bytes} bytes`)
  },
})
