import Stripe from 'stripe'
import type { Ctx } from '#context.ts'
import { onceWithLease } from '#lib/idempotency.ts'
import { countUse } from '#lib/rate-limits.ts'
import { safeReturnAddress } from '#lib/return-address.ts'
import * as stripe from '#stripe/service.ts'
import { PaymentIntentNotUpdatable } from '../errors.ts'
import { type Claim, ownIntent, paymentIntentOf } from './own-intent.ts'

type Input = Claim & {
  paymentMethodId: string
  returnTo?: string | null
  idempotencyKey?: string | null
}

/**
 * What Stripe answers to a payment. It is asked whatever the state is: if it was paid and the answer
 * lost, the same key has the same answer. Throws PaymentIntentNotUpdatable for an intent that was
 * paid otherwise, or is given up ("Error codes": `payment_intent_unexpected_state`).
 */
const orNotOpen = async (paying: Promise<Stripe.PaymentIntent>): Promise<Stripe.PaymentIntent> => {
  try {
    return await paying
  } catch (error) {
    const code = error instanceof Stripe.errors.StripeError ? error.code : undefined
    if (code === 'payment_intent_unexpected_state') throw new PaymentIntentNotUpdatable()
    throw error
  }
}

/**
 * Pays an intent from here, with a card that Stripe.js has made or that the viewer keeps. Stripe
 * refuses a card of somebody else. The bank may want to ask who pays: `next_action` says where, and
 * leads back to `returnTo`. Throws PaymentIntentNotFound, PaymentIntentNotUpdatable,
 * UnsafeReturnAddress, RateLimited, StripeUnavailable, IdempotencyConflict, and StripeRefused where
 * the card is declined.
 */
export const pay = async (ctx: Ctx, input: Input): Promise<Stripe.PaymentIntent> => {
  await countUse(ctx, 'pledge.pay')
  const { paymentIntentId, clientSecret: secret, paymentMethodId, returnTo } = input
  const return_url = safeReturnAddress(returnTo, ctx.sites)
  const request = { mutation: 'payPledgePaymentIntent', key: input.idempotencyKey, input, secret }
  await onceWithLease(ctx, request, async (operationId) => {
    const { id } = await ownIntent(ctx, input)
    const { paymentIntents } = stripe.of(ctx)
    const params = { payment_method: paymentMethodId, return_url }
    const key = { idempotencyKey: `pledge-pay/${operationId}` }
    await stripe.orRefused(orNotOpen(paymentIntents.confirm(id, params, key)))
    return { paymentIntentId }
  })
  return paymentIntentOf(ctx, paymentIntentId)
}
