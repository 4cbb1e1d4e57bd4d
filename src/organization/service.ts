import type { Tx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { lock } from '#lib/locks.ts'
import { versionOf } from '#lib/versions.ts'
import { refreshMetadata } from './jobs.ts'
import { releaseLogin } from './logins.ts'
import { inReach } from './reach.ts'

export { refreshMetadata, sendAllRefreshes } from './service/metadata.ts'

export { administered, keepCustomer, type Settings, update } from './settings.ts'

export { inReach }

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
  /** What it was granted: level by permission. */
  permissions: Record<string, string>
}

/** The organization of a GitHub account, deleted or not; locked until the transaction ends. */
const findLocked = async (tx: Tx, externalId: bigint) => {
  await lock(tx.db, 'organization', externalId)
  return tx.db.organization.findUnique({ where: { externalId } })
}

const create = async (tx: Tx, account: Account, installationId: bigint | null) => {
  await releaseLogin(tx, account.login, account.externalId)
  return tx.db.organization.create({ data: { ...account, installationId } })
}

/** Whether events of an installation may bring the organization back: it was not seen removed. */
const isPresent = ({ removedInstallationId }: Organization, installationId: bigint) =>
  removedInstallationId === null || installationId > removedInstallationId

/**
 * The organization that an event is about, created if it is unknown. Installation ids grow: the
 * newest that was not removed counts, and brings an uninstalled organization back. One that stays
 * removed is returned with `deletedAt` set, and what is stored for it is seen by nobody.
 */
export const recognize = async (
  tx: Tx,
  account: Account,
  installationId: bigint | null,
): Promise<Organization> => {
  const organization = await findLocked(tx, account.externalId)
  if (!organization) return create(tx, account, installationId)
  if (installationId === null || !isPresent(organization, installationId)) return organization
  if (installationId <= (organization.installationId ?? 0n)) return organization
  if (organization.deletedAt) await releaseLogin(tx, account.login, account.externalId)
  return tx.db.organization.update({
    where: { id: organization.id },
    data: { installationId, ...(organization.deletedAt && { ...account, deletedAt: null }) },
  })
}

/** Sorts descriptions of installations: a later installation is greater, then a later description. */
const versionOfInstallation = (installation: Installation) =>
  [
    installation.id.toString().padStart(20, '0'),
    installation.updatedAt.toISOString(),
    installation.suspendedAt?.toISOString() ?? '',
    versionOf(installation, 'WEBHOOK'),
  ].join(' ')

/**
 * Records that the App was installed on an account, or that its installation changed. Settings of
 * an earlier installation are kept; an older description than the one we have changes nothing.
 */
export const install = async (
  tx: Tx,
  account: Account,
  installation: Installation,
): Promise<Organization> => {
  const known = await recognize(tx, account, installation.id)
  const installationVersion = versionOfInstallation(installation)
  if (installationVersion <= known.installationVersion) return known
  await releaseLogin(tx, account.login, account.externalId)
  return tx.db.organization.update({
    where: { id: known.id },
    data: {
      ...account,
      installationVersion,
      installationCreatedAt: installation.createdAt,
      installationUpdatedAt: installation.updatedAt,
      installationSuspendedAt: installation.suspendedAt,
      installationSuspendedBy: installation.suspendedBy,
      installationPermissions: installation.permissions,
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
  const isLast = (organization.installationId ?? 0n) <= installationId
  await tx.db.organization.update({
    where: { id: organization.id },
    data: {
      removedInstallationId: installationId > removed ? installationId : removed,
      ...(isLast && { installationId: null, deletedAt: organization.deletedAt ?? new Date() }),
    },
  })
  await tx.emit('organization.uninstalled', { organizationId: organization.id })
  return isLast
}

/** Whether we may act for an organization: `inReach`, of a row at hand. */
export const isActive = ({ deletedAt, installationId, status }: Organization): boolean =>
  deletedAt === null && installationId !== null && status === 'ACTIVE'

/** The organization of a GitHub account, removed or not; null if we never heard of it. */
export const find = (tx: Pick<Tx, 'db'>, externalId: bigint): Promise<Organization | null> =>
  tx.db.organization.findUnique({ where: { externalId } })

/** The living organizations among GitHub accounts. */
export const findAll = (tx: Pick<Tx, 'db'>, externalIds: bigint[]): Promise<Organization[]> =>
  tx.db.organization.findMany({ where: { externalId: { in: externalIds }, deletedAt: null } })

/** All for which we may act now. */
export const findActive = (tx: Pick<Tx, 'db'>): Promise<Organization[]> =>
  tx.db.organization.findMany({ where: inReach, orderBy: { id: 'asc' } })

/** The organization with our id, removed or not. */
export const findById = (tx: Pick<Tx, 'db'>, id: string): Promise<Organization | null> =>
  tx.db.organization.findUnique({ where: { id } })

/** Records an account's new login and picture. */
export const rename = async (tx: Tx, organization: Organization, account: Account) => {
  await releaseLogin(tx, account.login, account.externalId)
  await tx.db.organization.update({
    where: { id: organization.id },
    data: { login: account.login, avatarUrl: account.avatarUrl },
  })
  tx.publish('organization.updated', { organizationId: organization.id })
}

/**
 * Records a new login that a webhook tells of. That may be late, and an older one than what we have:
 * GitHub is asked for the one of now.
 */
export const followRename = async (
  tx: Tx,
  organization: Organization,
  account: Account,
): Promise<void> => {
  await rename(tx, organization, account)
  await tx.jobs.send(refreshMetadata, { organizationId: organization.id }, { key: organization.id })
}

/**
 * The organization of an account whose repository somebody looked up, with login and picture of
 * now. Neither its installation nor its settings change.
 */
export const recognizeForeign = async (tx: Tx, account: Account): Promise<Organization> => {
  const known = await recognize(tx, account, null)
  const { login, avatarUrl } = account
  if (known.login === login && known.avatarUrl === avatarUrl) return known
  await rename(tx, known, account)
  return { ...known, login, avatarUrl }
}
