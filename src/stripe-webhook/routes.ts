import Stripe from 'stripe'
import { z } from 'zod'
import type { Ctx } from '#context.ts'
import { readBody } from '#lib/body.ts'
import type { Route } from '#lib/http.ts'
import { storable } from '#lib/json.ts'
import * as webhooks from './service.ts'

/** Stripe names no limit; its events have some ten thousand bytes. */
const maximumBytes = 1024 * 1024

/** Seconds that a signature is good for, as in Stripe's own libraries ("Preventing replay attacks"). */
const toleranceSeconds = 300

const text = z.string().min(1).max(255)

const event = z.looseObject({
  id: text,
  object: z.literal('event'),
  type: text,
  account: text.nullish(),
  created: z.number().int().nonnegative(),
  livemode: z.boolean(),
  data: z.looseObject({ object: z.looseObject({}) }),
})

/** Whose events an endpoint is for. */
type Source = { of: 'platform' | 'connect'; secretOf: (ctx: Ctx) => string }

const answer = (status: number, body: object) => Response.json(body, { status })

/** Whoever has these can act on the payment in a browser: they are of no use to us, and not kept. */
const withoutSecrets = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withoutSecrets)
  if (typeof value !== 'object' || value === null) return value
  const facts = Object.entries(value).filter(([name]) => name !== 'client_secret')
  return Object.fromEntries(facts.map(([name, one]) => [name, withoutSecrets(one)]))
}

/** The signed JSON. Throws StripeSignatureVerificationError, and SyntaxError for what is no JSON. */
const open = (body: Buffer, signature: string, secret: string): unknown =>
  storable(
    withoutSecrets(Stripe.webhooks.constructEvent(body, signature, secret, toleranceSeconds)),
  )

type Outcome = z.output<typeof event> | 'unsigned' | 'malformed'

const read = (body: Buffer, signature: string, secret: string): Outcome => {
  try {
    return event.safeParse(open(body, signature, secret)).data ?? 'malformed'
  } catch (error) {
    const isUnsigned = error instanceof Stripe.errors.StripeSignatureVerificationError
    return isUnsigned ? 'unsigned' : 'malformed'
  }
}

/** Stripe's webhooks. One that is not answered with 2xx comes again, for three days. */
const receiveFrom =
  ({ of, secretOf }: Source) =>
  async (ctx: Ctx, request: Request): Promise<Response> => {
    const count = (outcome: string) => ctx.metrics.webhooks.inc({ source: 'stripe', outcome })
    const signature = request.headers.get('stripe-signature') ?? ''
    const sent = signature
      ? read(await readBody(ctx, request, maximumBytes), signature, secretOf(ctx))
      : 'unsigned'
    if (sent === 'unsigned') {
      count(sent)
      return answer(401, { error: 'Stripe-Signature is missing, wrong or too old' })
    }
    if (sent === 'malformed' || (of === 'connect' && !sent.account)) {
      count('malformed')
      const what = of === 'connect' ? 'an event of a connected account' : 'an event'
      return answer(400, { error: `The body is not the JSON of ${what}` })
    }
    const status = await webhooks.receive(ctx, {
      id: sent.id,
      type: sent.type,
      account: sent.account ?? null,
      isLive: sent.livemode,
      happenedAt: new Date(sent.created * 1_000),
      payload: sent,
    })
    count(status)
    return answer(202, { event: sent.id, status })
  }

export const routes: Route<Ctx>[] = [
  {
    method: 'POST',
    path: '/webhooks/stripe',
    from: 'webhook',
    handle: receiveFrom({
      of: 'platform',
      secretOf: ({ config }) => config.STRIPE_WEBHOOK_SECRET,
    }),
  },
  {
    method: 'POST',
    path: '/webhooks/stripe/connect',
    from: 'webhook',
    handle: receiveFrom({
      of: 'connect',
      secretOf: ({ config }) => config.STRIPE_CONNECT_WEBHOOK_SECRET,
    }),
  },
]
