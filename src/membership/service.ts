import type { Tx } from '#context.ts'

export { add } from './service/add.ts'
export { type Installed, installGithubApp } from './service/install.ts'
export { requestSync, sendAllSyncs, sendSync, synchronize } from './service/synchronize.ts'

/** Ends a person's membership; a later `add` revives it. */
export const remove = async (tx: Tx, userId: string, organizationId: string) => {
  await tx.db.membership.updateMany({
    where: { userId, organizationId, deletedAt: null },
    data: { deletedAt: new Date() },
  })
}

/** Ends all memberships of a person. */
export const removeAllOf = async (tx: Tx, userId: string) => {
  await tx.db.membership.updateMany({
    where: { userId, deletedAt: null },
    data: { deletedAt: new Date() },
  })
}
