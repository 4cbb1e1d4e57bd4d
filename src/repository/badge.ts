import type { Tx } from '#context.ts'

/**
 * Records whether a repository gives the badge to its new issues by itself. Returns whether that
 * is another answer than before.
 */
export const setBadgeAutoEmbed = async (tx: Tx, id: string, isOn: boolean): Promise<boolean> => {
  const { count } = await tx.db.repository.updateMany({
    where: { id, pledgeBadgeAutoEmbed: !isOn },
    data: { pledgeBadgeAutoEmbed: isOn },
  })
  return count > 0
}
