import type { Tx } from '#context.ts'
import { Prisma } from '#generated/prisma/client.ts'

/**
 * Gives every receiver of an issue, whose funding is locked, a row for each of its active pledges,
 * or for one of them. Those that are there stay.
 */
export const createRows = async (
  tx: Tx,
  issueId: string,
  only: { pledgeId?: string } = {},
): Promise<void> => {
  const onePledge = only.pledgeId
    ? Prisma.sql`AND pledge.id = ${only.pledgeId}::uuid`
    : Prisma.empty
  await tx.db.$executeRaw(Prisma.sql`
    INSERT INTO reward (pledge_id, issue_reward_id)
    SELECT pledge.id, issue_reward.id
    FROM pledge JOIN issue_reward ON issue_reward.issue_id = pledge.issue_id
    WHERE pledge.issue_id = ${issueId}::uuid
      AND pledge.state IN ('created', 'pending', 'disputed') ${onePledge}
    ORDER BY pledge.created_at, pledge.id, issue_reward.id
    ON CONFLICT (pledge_id, issue_reward_id) DO NOTHING`)
}
