import type { Ctx, Tx } from '#context.ts'
import type { Pledge } from '#generated/prisma/client.ts'
import { createBatch } from '#lib/batch.ts'

/** What `whyNotDisputable` asks about; `hasTransfer`: whether a share of it was transferred. */
export type Disputable = Pick<Pledge, 'state' | 'scheduledPayoutAt'> & { hasTransfer: boolean }

/** Those of some pledges of which a share was transferred, by their ids. */
export const findTransferred = async (
  { db }: Pick<Ctx, 'db'> | Pick<Tx, 'db'>,
  pledgeIds: string[],
): Promise<Set<string>> => {
  const rewards = await db.reward.findMany({
    where: { pledgeId: { in: pledgeIds }, transferId: { not: null } },
    select: { pledgeId: true },
    distinct: ['pledgeId'],
  })
  return new Set(rewards.map(({ pledgeId }) => pledgeId))
}

/** Whether a share of a pledge was transferred; one statement for all asked at once. */
export const isTransferred = createBatch<Ctx, boolean>(async (ctx, ids) => {
  const transferred = await findTransferred(ctx, ids)
  return new Map([...transferred].map((id) => [id, true]))
}, false)

/**
 * Why the payout of a pledge can't be objected to; null if it can. The payer has the time until the
 * scheduled payout, staff (`now` is null) any, while no share of it was transferred.
 */
export const whyNotDisputable = (
  { state, scheduledPayoutAt, hasTransfer }: Disputable,
  now: Date | null,
): string | null => {
  if (state !== 'CREATED' && state !== 'PENDING') {
    return 'Only a pledge that is to be paid out can be objected to'
  }
  if (hasTransfer) return 'A share of the pledge was transferred already'
  if (now && scheduledPayoutAt && scheduledPayoutAt <= now) return 'The time to object is over'
  return null
}
