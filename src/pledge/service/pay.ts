import type Stripe from 'stripe'
import type { Ctx } from '#context.ts'
import { onceWithLease } from '#lib/idempotency.ts'
import { safeReturnAddress } from '#lib/return-address.ts'
import * as stripe from '#stripe/service.ts'
import { PaymentIntentNotUpdatable } from '../errors.ts'
import { isOpen, ownIntent, paymentIntentOf } from './payment-intent.ts'
import { countUse } from './rate-limit.ts'

type Input = {
  paymentIntentId: string
  paymentMethodId: string
  returnTo?: string | null
  idempotencyKey?: string | null
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
  const { paymentIntentId, paymentMethodId, returnTo } = input
  const return_url = safeReturnAddress(returnTo, ctx.config)
  const request = { mutation: 'payPledgePaymentIntent', key: input.idempotencyKey, input }
  await onceWithLease(ctx, request, async (operationId, { isFirst }) => {
    const { id, status } = await ownIntent(ctx, paymentIntentId)
    // Of a later turn it may be what the first one has paid: Stripe repeats its answer.
    if (isFirst && !isOpen(status)) throw new PaymentIntentNotUpdatable()
    await stripe.orRefused(
      stripe
        .of(ctx)
        .paymentIntents.confirm(
          id,
          { payment_method: paymentMethodId, return_url },
          { idempotencyKey: `pledge-pay/${operationId}` },
        ),
    )
    return { paymentIntentId }
  })
  return paymentIntentOf(ctx, paymentIntentId)
}
