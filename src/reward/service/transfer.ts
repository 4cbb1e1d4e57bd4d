import type { Tx } from '#context.ts'
import * as issues from '#issue/service.ts'
import { createRows } from './rows.ts'

/** Whether an issue was confirmed before another one was transferred onto it. */
const isSplit = async (tx: Tx, issueId: string) =>
  (await tx.db.issueReward.count({ where: { issueId } })) > 0

/** Takes back what a split promised and nobody was paid; shares that were paid stay, for the books. */
const dropUnpaid = async (tx: Tx, issueId: string) => {
  await tx.db.reward.deleteMany({ where: { transferId: null, issueReward: { issueId } } })
  const paid = await tx.db.reward.count({ where: { issueReward: { issueId } } })
  if (paid === 0) await tx.db.issueReward.deleteMany({ where: { issueId } })
}

/**
 * An issue lives on as another one: its shares follow it, as its pledges do. If that has a split of its
 * own, its maintainers have decided: what is not paid is shared by theirs.
 */
export const followIssue = async (
  tx: Tx,
  { fromIssueId, toIssueId }: { fromIssueId: string; toIssueId: string },
): Promise<void> => {
  for (const id of [fromIssueId, toIssueId].sort()) await issues.lockFunding(tx, id)
  if (await isSplit(tx, toIssueId)) {
    await dropUnpaid(tx, fromIssueId)
  } else {
    await tx.db.issueReward.updateMany({
      where: { issueId: fromIssueId },
      data: { issueId: toIssueId },
    })
  }
  await createRows(tx, toIssueId)
}
