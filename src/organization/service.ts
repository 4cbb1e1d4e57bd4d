import type { Tx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { lock } from '#lib/locks.ts'

export { administered, type Settings, update } from './settings.ts'

/** A GitHub organization or personal account, as GitHub describes it. */
export type Account = {
  externalId: bigint
  login: string
  avatarUrl: string
  isPersonal: boolean
}

/** The App's installation on an account. */
export type Installation = {
  id: bigint
  createdAt: Date
  updatedAt: Date
  suspendedAt: Date | null
  suspendedBy: bigint | null
}

/** The organization of a GitHub account, deleted or not; locked until the transaction ends. */
const findLocked = async (tx: Tx, externalId: bigint) => {
  await lock(tx.db, 'organization', externalId)
  return tx.db.organization.findUnique({ where: { externalId } })
}

/**
 * Frees a login for the account that has it now. GitHub gives a login away again once its
 * owner renamed or closed the account, and we may not have heard of that.
 */
const releaseLogin = async (tx: Tx, login: string, externalId: bigint) => {
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

/** An installation belongs to one account: the first to name it keeps it. */
const isTaken = async (tx: Tx, installationId: bigint, externalId: bigint) =>
  (await tx.db.organization.count({
    where: { installationId, externalId: { not: externalId } },
  })) > 0

const create = async (tx: Tx, account: Account, installationId: bigint) => {
  await releaseLogin(tx, account.login, account.externalId)
  const taken = await isTaken(tx, installationId, account.externalId)
  return tx.db.organization.create({
    data: { ...account, installationId: taken ? null : installationId },
  })
}

/** Installation ids grow: an event of a removed installation, or of one before it, is late. */
const isLate = (organization: Organization, installationId: bigint) =>
  organization.removedInstallationId !== null &&
  installationId <= organization.removedInstallationId

/**
 * The organization that an event is about. An unknown one is created, and one that was
 * uninstalled comes back, if the event names an installation that we did not see removed;
 * otherwise null.
 */
export const recognize = async (
  tx: Tx,
  account: Account,
  installationId: bigint | null,
): Promise<Organization | null> => {
  const organization = await findLocked(tx, account.externalId)
  if (!organization) return installationId === null ? null : create(tx, account, installationId)
  if (!organization.deletedAt) return organization
  if (installationId === null || isLate(organization, installationId)) return null
  await releaseLogin(tx, account.login, account.externalId)
  return tx.db.organization.update({
    where: { id: organization.id },
    data: { ...account, installationId, deletedAt: null },
  })
}

/**
 * Records that the App was installed on an account, or that its installation changed.
 * Settings of an earlier installation are kept. Null if that installation is removed already.
 */
export const install = async (
  tx: Tx,
  account: Account,
  installation: Installation,
): Promise<Organization | null> => {
  const known = await recognize(tx, account, installation.id)
  if (!known) return null
  if (known.installationUpdatedAt && installation.updatedAt < known.installationUpdatedAt) {
    return known
  }
  await tx.db.organization.updateMany({
    where: { installationId: installation.id, id: { not: known.id } },
    data: { installationId: null },
  })
  await releaseLogin(tx, account.login, account.externalId)
  return tx.db.organization.update({
    where: { id: known.id },
    data: {
      ...account,
      installationId: installation.id,
      installationCreatedAt: installation.createdAt,
      installationUpdatedAt: installation.updatedAt,
      installationSuspendedAt: installation.suspendedAt,
      installationSuspendedBy: installation.suspendedBy,
      status: installation.suspendedAt ? 'SUSPENDED' : 'ACTIVE',
    },
  })
}

/**
 * Records that the App was removed from an account. Its repositories go with it; issues and
 * what was pledged stay. An unknown account is remembered as removed, so that late events of the
 * installation don't bring it in. Returns whether the account's present installation ended.
 */
export const uninstall = async (
  tx: Tx,
  account: Account,
  installationId: bigint,
): Promise<boolean> => {
  const organization =
    (await findLocked(tx, account.externalId)) ?? (await create(tx, account, installationId))
  const removed = organization.removedInstallationId ?? 0n
  const isPresent =
    organization.installationId === null || organization.installationId <= installationId
  await tx.db.organization.update({
    where: { id: organization.id },
    data: {
      removedInstallationId: installationId > removed ? installationId : removed,
      ...(isPresent && { installationId: null, deletedAt: organization.deletedAt ?? new Date() }),
    },
  })
  if (isPresent) await tx.emit('organization.uninstalled', { organizationId: organization.id })
  return isPresent
}

/** The living organizations among GitHub accounts. */
export const findAll = (tx: Pick<Tx, 'db'>, externalIds: bigint[]): Promise<Organization[]> =>
  tx.db.organization.findMany({ where: { externalId: { in: externalIds }, deletedAt: null } })

/** Records an account's new login and picture. */
export const rename = async (tx: Tx, organization: Organization, account: Account) => {
  await releaseLogin(tx, account.login, account.externalId)
  await tx.db.organization.update({
    where: { id: organization.id },
    data: { login: account.login, avatarUrl: account.avatarUrl },
  })
}
