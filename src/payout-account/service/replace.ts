import type { Ctx, Tx } from '#context.ts'
import type { PayoutAccount } from '#generated/prisma/client.ts'
import * as stripe from '#stripe/service.ts'
import * as openCollective from '../open-collective.ts'

/**
 * Whether an account is of no use any more: it has left us at Stripe, or its collective can't receive
 * money through us. Throws StripeUnavailable, StripeRefused, OpenCollectiveUnavailable.
 */
export const isGone = async (
  ctx: Ctx,
  { stripeId, openCollectiveSlug }: PayoutAccount,
): Promise<boolean> => {
  if (stripeId) {
    const { accounts } = stripe.of(ctx)
    return (await stripe.orRefused(stripe.orNull(accounts.retrieve(stripeId)))) === null
  }
  if (!openCollectiveSlug) return false
  return (await openCollective.findIfEligible(ctx, openCollectiveSlug)) === null
}

/**
 * Takes an account back at Stripe that was opened in another country or for another way to pay, as long
 * as nothing was told there of its owner ("Delete an account"). Answers whether it is gone now. Throws
 * StripeUnavailable, StripeRefused.
 */
export const withdrawUnused = async (
  ctx: Ctx,
  { stripeId, country }: PayoutAccount,
  wanted: Pick<PayoutAccount, 'type' | 'country'>,
): Promise<boolean> => {
  if (!stripeId || (wanted.type === 'STRIPE' && wanted.country === country)) return false
  const { accounts } = stripe.of(ctx)
  const account = await stripe.orRefused(stripe.orNull(accounts.retrieve(stripeId)))
  if (account?.details_submitted) return false
  if (account) await stripe.orRefused(stripe.orNull(accounts.del(stripeId)))
  return true
}

/**
 * Makes room for another account of the same owner. The row stays, for the books name it: what came
 * and went, and what is still owed. Its owner sees it on.
 */
export const retire = async (
  tx: Tx,
  { id, organizationId, userId }: PayoutAccount,
): Promise<void> => {
  await tx.db.payoutAccount.update({
    where: { id },
    data: {
      ...{ organizationId: null, userId: null, replacedAt: new Date() },
      ...{ formerOrganizationId: organizationId, formerUserId: userId },
      status: 'ONBOARDING_STARTED',
      ...{ isDetailsSubmitted: false, isChargesEnabled: false, isPayoutsEnabled: false },
    },
  })
}
