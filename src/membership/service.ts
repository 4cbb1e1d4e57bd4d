import type { Tx } from '#context.ts'

type Member = { userId: string; organizationId: string; isAdmin: boolean }

/** Makes a person a member, or an admin. Who was one before is revived, with the role of now. */
export const add = async (tx: Tx, { userId, organizationId, isAdmin }: Member) => {
  await tx.db.membership.upsert({
    where: { userId_organizationId: { userId, organizationId } },
    create: { userId, organizationId, isAdmin },
    update: { isAdmin, deletedAt: null },
  })
}

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
