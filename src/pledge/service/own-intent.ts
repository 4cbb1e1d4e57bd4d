import type Stripe from 'stripe'
import type { Ctx } from '#context.ts'
import { isSameSecret } from '#lib/crypto.ts'
import * as stripe from '#stripe/service.ts'
import { PaymentIntentNotFound } from '../errors.ts'
import { parseMetadata } from './metadata.ts'

/**
 * A payment intent, and Stripe's client secret with which its beginner shows that it is theirs. The
 * id alone proves nothing: it stands in dashboards, mails and logs.
 */
export type Claim = { paymentIntentId: string; clientSecret?: string | null }

/**
 * A payment intent of a pledge, as Stripe has it. Throws PaymentIntentNotFound for any other,
 * StripeUnavailable.
 */
export const paymentIntentOf = async (ctx: Ctx, id: string): Promise<Stripe.PaymentIntent> => {
  if (!stripe.isId('pi', id)) throw new PaymentIntentNotFound()
  const intent = await stripe.orRefused(stripe.orNull(stripe.of(ctx).paymentIntents.retrieve(id)))
  if (intent?.metadata.type !== 'pledge') throw new PaymentIntentNotFound()
  return intent
}

const isOwn = (
  { viewer }: Ctx,
  { metadata, customer, client_secret: known }: Stripe.PaymentIntent,
  { clientSecret: given }: Claim,
): boolean => {
  const { userId } = parseMetadata(metadata)
  // A person's intent may charge a card that they keep, and may be for a private repository.
  if (userId || customer) return viewer.kind === 'user' && viewer.userId === userId
  return Boolean(given && known && isSameSecret(given, known))
}

/**
 * A payment intent of the viewer. An intent that a person began is theirs alone; one that was begun
 * signed out belongs to whoever has its client secret. Throws PaymentIntentNotFound, which does not
 * tell a wrong secret from an intent that does not exist; StripeUnavailable.
 */
export const ownIntent = async (ctx: Ctx, claim: Claim): Promise<Stripe.PaymentIntent> => {
  if (ctx.viewer.kind !== 'user' && !claim.clientSecret) throw new PaymentIntentNotFound()
  const intent = await paymentIntentOf(ctx, claim.paymentIntentId)
  if (!isOwn(ctx, intent, claim)) throw new PaymentIntentNotFound()
  return intent
}
