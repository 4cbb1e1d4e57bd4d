import type Stripe from 'stripe'
import type { Ctx } from '#context.ts'
import { lifeHours } from '#lib/idempotency.ts'
import * as stripe from '#stripe/service.ts'

/** Marks what an operation makes at Stripe, so that it is found again if its answer was lost. */
export const markOf = (operationId: string) => ({ operation_id: operationId })

type Marked = { metadata: Stripe.Metadata | null }

const firstOf = async <Made extends Marked>(made: AsyncIterable<Made>, operationId: string) => {
  for await (const one of made) if (one.metadata?.operation_id === operationId) return one
  return null
}

/** The payment intent that an operation has made, if it came that far. */
export const intentBy = (
  ctx: Ctx,
  operationId: string,
  customer: string | null,
): Promise<Stripe.PaymentIntent | null> => {
  const gte = Math.floor(Date.now() / 1_000) - (lifeHours + 1) * 60 * 60
  const of = { created: { gte }, limit: 100, ...(customer && { customer }) }
  return stripe.orRefused(firstOf(stripe.of(ctx).paymentIntents.list(of), operationId))
}
