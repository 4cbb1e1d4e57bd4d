import type { Tx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'

/** Writes columns of an issue, unless that changes nothing. Returns whether it did. */
const change = async (
  tx: Tx,
  id: string,
  where: Prisma.IssueWhereInput,
  data: Prisma.IssueUpdateManyMutationInput,
): Promise<boolean> => {
  const [issue] = await tx.db.issue.updateManyAndReturn({
    where: { AND: [{ id }, where] },
    data,
    select: { repositoryId: true, organizationId: true },
  })
  if (issue) tx.publish('issue.updated', { issueId: id, ...issue })
  return issue !== undefined
}

/** Records that the text of an issue carries the badge; since when, if it did before, stays. */
export const markBadgeEmbedded = async (tx: Tx, id: string) => {
  const isNew = await change(
    tx,
    id,
    { pledgeBadgeEmbeddedAt: null },
    { pledgeBadgeEmbeddedAt: new Date(), pledgeBadgeEverEmbedded: true },
  )
  if (isNew) return
  await change(tx, id, { pledgeBadgeEverEmbedded: false }, { pledgeBadgeEverEmbedded: true })
}

/**
 * Records that the text of an issue carries no badge. `isRefused`: somebody does not want one, so
 * that it never gets one by itself again.
 */
export const markBadgeRemoved = async (tx: Tx, id: string, isRefused: boolean) => {
  await change(tx, id, { pledgeBadgeEmbeddedAt: { not: null } }, { pledgeBadgeEmbeddedAt: null })
  if (!isRefused) return
  await change(tx, id, { pledgeBadgeEverEmbedded: false }, { pledgeBadgeEverEmbedded: true })
}

/** Stores what stands above the badge of one issue, in Markdown; null: its organization's words. */
export const setBadgeMessage = async (tx: Tx, id: string, message: string | null) => {
  await change(tx, id, {}, { badgeCustomContent: message })
}
