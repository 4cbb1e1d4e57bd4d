import type { Tx } from '#context.ts'

/**
 * Records that somebody does not want a badge on an issue: it gets none by itself any more. Whether
 * its text carries one follows from the text.
 */
export const markBadgeRefused = async (tx: Tx, id: string) => {
  await tx.db.issue.updateMany({
    where: { id, pledgeBadgeEverEmbedded: false },
    data: { pledgeBadgeEverEmbedded: true },
  })
}

/** Stores what stands above the badge of one issue, in Markdown. */
export const setBadgeMessage = async (tx: Tx, id: string, message: string) => {
  const { repositoryId, organizationId } = await tx.db.issue.update({
    where: { id },
    data: { badgeCustomContent: message },
  })
  tx.publish('issue.updated', { issueId: id, repositoryId, organizationId })
}
