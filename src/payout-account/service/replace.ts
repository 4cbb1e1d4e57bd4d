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
