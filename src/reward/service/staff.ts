import type { Ctx, Tx } from '#context.ts'
import { once } from '#lib/idempotency.ts'
import { NothingToPay, RewardAlreadyPaid, RewardNotFound, refusalFor } from '../errors.ts'
import { obstacleOf, obstacleSelect } from '../obstacles.ts'
import { payIn } from './pay.ts'

/** Throws what keeps a reward from being paid. */
const requirePayable = async (tx: Tx, rewardId: string) => {
  const reward = await tx.db.reward.findUnique({
    where: { id: rewardId },
    select: { pledgeId: true, transferId: true, ...obstacleSelect },
  })
  if (!reward) throw new RewardNotFound()
  if (reward.transferId) throw new RewardAlreadyPaid()
  const obstacle = obstacleOf(reward)
  if (obstacle) throw refusalFor(obstacle)
  return reward
}

/**
 * Pays one receiver their share of a pledge now; for staff. Throws RewardNotFound, RewardAlreadyPaid,
 * PledgeNotPayable, PledgeInDisputeWindow, ReceiverNotSignedIn, NothingToPay, ReceiverWithoutAccount,
 * ReceiverAccountNotActive, IdempotencyConflict.
 */
export const payByStaff = (
  ctx: Ctx,
  input: { rewardId: string; idempotencyKey?: string | null },
): Promise<{ rewardId: string }> => {
  const { rewardId, idempotencyKey: key } = input
  return once(ctx, { mutation: 'payReward', key, input }, async (tx) => {
    const { pledgeId } = await requirePayable(tx, rewardId)
    const paid = await payIn(tx, pledgeId, rewardId)
    if (paid.length === 0) {
      // Somebody else was faster, or something changed while we waited for the lock.
      await requirePayable(tx, rewardId)
      throw new NothingToPay()
    }
    return { rewardId }
  })
}
