import type { Ctx } from '#context.ts'
import { onceWithLease } from '#lib/idempotency.ts'
import { TryLater } from '#lib/jobs.ts'
import { countUse } from '#lib/rate-limits.ts'
import * as stripe from '#stripe/service.ts'
import { PaymentIntentNotFound } from '../errors.ts'
import { reconcilePayment } from '../jobs.ts'
import { type Claim, ownIntent } from './own-intent.ts'
import { bring, knownType } from './reconcile.ts'
import { type Snapshot, snapshotOf } from './snapshot.ts'

/** Brings a pledge to what Stripe says, again in a while. */
const laterAgain = (ctx: Ctx, paymentIntentId: string) =>
  ctx.transaction((tx) => tx.jobs.send(reconcilePayment, { paymentIntentId }))

const fetch = async (ctx: Ctx, paymentIntentId: string): Promise<Snapshot | null> => {
  const options = { ask: stripe.orRefused, known: await knownType(ctx, paymentIntentId) }
  try {
    return await snapshotOf(ctx, paymentIntentId, options)
  } catch (error) {
    if (!(error instanceof TryLater)) throw error
    await laterAgain(ctx, paymentIntentId)
    return snapshotOf(ctx, paymentIntentId, { ...options, takesUnbooked: true })
  }
}

const create = async (ctx: Ctx, claim: Claim) => {
  const { id } = await ownIntent(ctx, claim)
  const snapshot = await fetch(ctx, id)
  const pledge = snapshot && (await bring(ctx, snapshot))
  if (!pledge) throw new PaymentIntentNotFound()
  return { pledgeId: pledge.id }
}

type Input = Claim & { idempotencyKey?: string | null }

/**
 * The pledge of a payment intent, made if there is none: `CREATED` if it is paid, else `INITIATED`,
 * as long as Stripe does not tell of a payment. For who began the intent, or has its client secret;
 * who pays is signed up by the address of the receipt if need be. Of several at once one makes it.
 * Throws PaymentIntentNotFound where the intent is not the viewer's, or the issue that it is for is
 * not there; RateLimited, StripeUnavailable, IdempotencyConflict.
 */
export const createFromIntent = async (ctx: Ctx, input: Input): Promise<{ pledgeId: string }> => {
  await countUse(ctx, 'pledge.create')
  const { idempotencyKey: key, clientSecret: secret } = input
  const request = { mutation: 'createPledge', key, input, secret }
  return onceWithLease(ctx, request, () => create(ctx, input))
}
