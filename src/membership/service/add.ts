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
