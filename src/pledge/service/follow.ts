import type { Tx } from '#context.ts'
import * as issues from '#issue/service.ts'
import { markPending } from './mark-pending.ts'
import { recomputeSum } from './sums.ts'

/**
 * An issue lives on elsewhere: its pledges, and what they sum to, go along. Where that is confirmed to be
 * solved, they can be paid out, or get their invoice.
 */
export const followIssue = async (tx: Tx, fromIssueId: string, toIssueId: string) => {
  for (const id of [fromIssueId, toIssueId].sort()) await issues.lockFunding(tx, id)
  const { repositoryId, organizationId, confirmedSolvedAt } = await tx.db.issue.findUniqueOrThrow({
    where: { id: toIssueId },
  })
  await tx.db.pledge.updateMany({
    where: { issueId: fromIssueId },
    data: { issueId: toIssueId, repositoryId, organizationId },
  })
  await recomputeSum(tx, fromIssueId)
  await recomputeSum(tx, toIssueId)
  if (confirmedSolvedAt) await markPending(tx, toIssueId)
}

/**
 * A repository belongs to another organization, and so do the pledges on its issues. These have
 * moved before, which keeps their rows locked: no pledge is made meanwhile that would be missed.
 */
export const followRepository = async (tx: Tx, repositoryId: string, organizationId: string) => {
  await tx.db.pledge.updateMany({ where: { repositoryId }, data: { organizationId } })
}

/** Forgets the address of somebody whose account is gone. */
export const forgetPayer = async (tx: Tx, userId: string) => {
  await tx.db.pledge.updateMany({ where: { byUserId: userId }, data: { email: null } })
}
