import type Stripe from 'stripe'
import type { Ctx } from '#context.ts'
import { onceWithLease } from '#lib/idempotency.ts'
import { createOutsideLoader } from '#lib/outside-loader.ts'
import { personOf } from '#lib/viewer.ts'
import * as stripe from '#stripe/service.ts'
import * as users from '#user/service.ts'
import { PaymentMethodNotFound } from '../errors.ts'
import { ofUser } from './customer.ts'

/** A card that somebody can pay with again. */
export type Card = {
  stripeId: string
  brand: string
  last4: string
  expiryMonth: number
  expiryYear: number
}

/** Cards that are listed at most: ten of Stripe's pages. */
const most = 1_000
const pageSize = 100

const cardOf = ({ id, card }: Stripe.PaymentMethod): Card[] =>
  card
    ? [
        {
          stripeId: id,
          brand: card.brand,
          last4: card.last4,
          expiryMonth: card.exp_month,
          expiryYear: card.exp_year,
        },
      ]
    : []

const loadCards = createOutsideLoader<Ctx, Card[]>(
  async (ctx, customer) => {
    const list = stripe.of(ctx).paymentMethods.list({ customer, type: 'card', limit: pageSize })
    // Who was deleted at Stripe has no cards there.
    const cards = await stripe.orRefused(stripe.orNull(list.autoPagingToArray({ limit: most })))
    return (cards ?? []).flatMap(cardOf)
  },
  { most: 1, atOnce: 5 },
)

/** The cards of a person, the newest first, 1000 at most. Throws StripeUnavailable, StripeRefused. */
export const list = async (ctx: Ctx, userId: string): Promise<Card[]> => {
  const { stripeCustomerId: customer } = await users.get(ctx, userId)
  return customer ? loadCards(ctx, customer) : []
}

const ownerOf = ({ customer }: Stripe.PaymentMethod) =>
  typeof customer === 'string' ? customer : customer?.id

/**
 * Takes a card away from the viewer, for good. Throws PaymentMethodNotFound for one that is not
 * theirs, StripeUnavailable, StripeRefused.
 */
export const detach = async (ctx: Ctx, paymentMethodId: string): Promise<void> => {
  const { stripeCustomerId } = await users.get(ctx, personOf(ctx).userId)
  if (!stripeCustomerId || !/^\w{1,255}$/.test(paymentMethodId)) throw new PaymentMethodNotFound()
  const { paymentMethods } = stripe.of(ctx)
  const method = await stripe.orRefused(stripe.orNull(paymentMethods.retrieve(paymentMethodId)))
  if (!method || ownerOf(method) !== stripeCustomerId) throw new PaymentMethodNotFound()
  await stripe.orRefused(paymentMethods.detach(paymentMethodId))
}

/**
 * Lets the viewer add a card with Stripe.js, which takes the secret ("Setup Intents"): 20 times an
 * hour, as stolen cards are tried out in this way; a key again is not another time. Throws RateLimited, IdempotencyConflict,
 * StripeUnavailable, StripeRefused.
 */
export const createSetupIntent = async (ctx: Ctx, idempotencyKey: string | null) => {
  const { userId } = personOf(ctx)
  const request = { mutation: 'createSetupIntent', key: idempotencyKey, input: {} }
  const { setupIntentId } = await onceWithLease(ctx, request, async (operationId) => {
    await ctx.limits.use('customer.add_card', userId)
    return stripe.orRefused(begin(ctx, userId, operationId))
  })
  const { client_secret: clientSecret } = await stripe.orRefused(
    stripe.of(ctx).setupIntents.retrieve(setupIntentId),
  )
  if (!clientSecret) throw new Error(`The setup intent ${setupIntentId} has no secret`)
  return { setupIntentId, clientSecret }
}

const begin = async (ctx: Ctx, userId: string, operationId: string) => {
  const customer = await ofUser(ctx, userId)
  const { id } = await stripe
    .of(ctx)
    .setupIntents.create(
      { customer, usage: 'off_session' },
      { idempotencyKey: `setup-intent/${operationId}` },
    )
  return { setupIntentId: id }
}
