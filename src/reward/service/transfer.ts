import type { Tx } from '#context.ts'
import * as issues from '#issue/service.ts'
import { createRows } from './rows.ts'

/** An issue lives on as another one: its shares follow it, as its pledges do. */
export const followIssue = async (
  tx: Tx,
  { fromIssueId, toIssueId }: { fromIssueId: string; toIssueId: string },
): Promise<void> => {
  for (const id of [fromIssueId, toIssueId].sort()) await issues.lockFunding(tx, id)
  await tx.db.issueReward.updateMany({
    where: { issueId: fromIssueId },
    data: { issueId: toIssueId },
  })
  await createRows(tx, toIssueId)
}
