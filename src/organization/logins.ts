import type { Tx } from '#context.ts'

/**
 * Frees a login for the account that has it now. GitHub gives a login away again once its
 * owner renamed or closed the account, and we may not have heard of that.
 */
export const releaseLogin = async (tx: Tx, login: string, externalId: bigint) => {
  const holder = await tx.db.organization.findFirst({
    where: { login, externalId: { not: externalId } },
    select: { id: true, login: true, externalId: true },
  })
  if (!holder) return
  await tx.db.organization.update({
    where: { id: holder.id },
    data: { login: `${holder.login}-renamed-${holder.externalId}` },
  })
}
