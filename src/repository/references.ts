import type { Tx } from '#context.ts'

/** Records up to when we know which issues of a repository were referred to by commits. */
export const markReferencesSynced = async (tx: Tx, id: string, at: Date) => {
  await tx.db.repository.update({ where: { id }, data: { issueReferencesSyncedAt: at } })
}
