import type { Tx } from '#context.ts'
import type { Issue } from '#generated/prisma/client.ts'

/** What we know of a badge that GitHub does not: it goes along to another place. */
const badgeColumnsOf = (issue: Issue) => ({
  pledgeBadgeEmbeddedAt: issue.pledgeBadgeEmbeddedAt,
  pledgeBadgeEverEmbedded: issue.pledgeBadgeEverEmbedded,
  badgeCustomContent: issue.badgeCustomContent,
})

/** The same of funding; a place that is confirmed to be solved keeps its own. */
const fundingColumnsOf = (issue: Issue) => ({
  fundingGoal: issue.fundingGoal,
  needsConfirmationSolved: issue.needsConfirmationSolved,
  confirmedSolvedAt: issue.confirmedSolvedAt,
  confirmedSolvedById: issue.confirmedSolvedById,
  upfrontSplitToContributors: issue.upfrontSplitToContributors,
})

/**
 * Records that a deleted issue lives on as another one: what we know of it goes along, once. If that
 * is confirmed to be solved, it stays so. What other domains keep of it follows the signal.
 */
export const transfer = async (tx: Tx, from: Issue, to: Issue): Promise<void> => {
  if (from.transferredToId) return
  await tx.db.issue.update({ where: { id: from.id }, data: { transferredToId: to.id } })
  const { confirmedSolvedAt } = await tx.db.issue.findUniqueOrThrow({ where: { id: to.id } })
  await tx.db.issue.update({
    where: { id: to.id },
    data: { ...badgeColumnsOf(from), ...(confirmedSolvedAt ? {} : fundingColumnsOf(from)) },
  })
  await tx.emit('issue.transferred', { fromIssueId: from.id, toIssueId: to.id })
  const { id: issueId, repositoryId, organizationId } = to
  tx.publish('issue.updated', { issueId, repositoryId, organizationId })
}
