import type { Tx } from '#context.ts'
import type { Organization, Repository } from '#generated/prisma/client.ts'
import { lock } from '#lib/locks.ts'

export { setBadgeAutoEmbed } from './badge.ts'

/** What every mention of a repository says. */
export type RepositoryName = { externalId: bigint; name: string; isPrivate: boolean }

/** A repository as GitHub describes it. What is left out stays as it is. */
export type RepositoryData = RepositoryName &
  Partial<
    Pick<
      Repository,
      | 'description'
      | 'isArchived'
      | 'isDisabled'
      | 'isFork'
      | 'homepageUrl'
      | 'license'
      | 'topics'
      | 'defaultBranch'
      | 'openIssuesCount'
      | 'forksCount'
      | 'stargazersCount'
      | 'watchersCount'
      | 'hasIssuesEnabled'
      | 'hasProjectsEnabled'
      | 'hasWikiEnabled'
      | 'hasPages'
      | 'hasDownloads'
      | 'repositoryCreatedAt'
      | 'repositoryUpdatedAt'
      | 'repositoryPushedAt'
    >
  >

const findLocked = async (tx: Tx, externalId: bigint) => {
  await lock(tx.db, 'repository', externalId)
  return tx.db.repository.findUnique({ where: { externalId } })
}

/** Data from before the row's own state; GitHub's events come in any order. */
const isOlder = (known: Repository, data: RepositoryData) =>
  known.repositoryUpdatedAt !== null &&
  data.repositoryUpdatedAt != null &&
  data.repositoryUpdatedAt < known.repositoryUpdatedAt

/**
 * Frees a name for the repository that has it now: the old holder was renamed or deleted,
 * and we may not have heard of that.
 */
const releaseName = async (tx: Tx, organizationId: string, data: RepositoryName) => {
  const holder = await tx.db.repository.findFirst({
    where: {
      organizationId,
      name: data.name,
      deletedAt: null,
      externalId: { not: data.externalId },
    },
    select: { id: true, name: true, externalId: true },
  })
  if (!holder) return
  await tx.db.repository.update({
    where: { id: holder.id },
    data: { name: `${holder.name}-renamed-${holder.externalId}` },
  })
}

/** The repository with GitHub's id, deleted or not; locked until the transaction ends. */
export const find = findLocked

/**
 * The repository that an event is about, created if we don't know it. A deleted one stays
 * deleted: only `add` brings it back.
 */
export const recognize = async (
  tx: Tx,
  organization: Organization,
  data: RepositoryData,
): Promise<Repository> =>
  (await findLocked(tx, data.externalId)) ?? create(tx, organization.id, data)

const create = async (tx: Tx, organizationId: string, data: RepositoryData, deletedAt?: Date) => {
  if (!deletedAt) await releaseName(tx, organizationId, data)
  return tx.db.repository.create({ data: { ...data, organizationId, deletedAt } })
}

const announceMove = async (tx: Tx, before: Repository, { id, organizationId }: Repository) => {
  if (before.organizationId === organizationId) return
  await tx.emit('repository.moved', { repositoryId: id, organizationId })
}

/** Stores what GitHub says of a repository, unless we know newer things of it already. */
export const store = async (
  tx: Tx,
  organization: Organization,
  data: RepositoryData,
): Promise<Repository> => {
  const known = await findLocked(tx, data.externalId)
  if (!known) return create(tx, organization.id, data)
  if (isOlder(known, data)) return known
  if (!known.deletedAt) await releaseName(tx, organization.id, data)
  const stored = await tx.db.repository.update({
    where: { id: known.id },
    data: { ...data, organizationId: organization.id },
  })
  await announceMove(tx, known, stored)
  return stored
}

/** Records that the App was given access to a repository. A removed one comes back. */
export const add = async (
  tx: Tx,
  organization: Organization,
  data: RepositoryName,
): Promise<Repository> => {
  const known = await findLocked(tx, data.externalId)
  if (!known) return create(tx, organization.id, data)
  await releaseName(tx, organization.id, data)
  const stored = await tx.db.repository.update({
    where: { id: known.id },
    data: { ...data, organizationId: organization.id, deletedAt: null },
  })
  await announceMove(tx, known, stored)
  return stored
}

/**
 * Records that a repository is gone, or out of the App's reach. An unknown one is remembered
 * as deleted, so that late events about it don't bring it in.
 */
export const remove = async (tx: Tx, organization: Organization, data: RepositoryName) => {
  const known = await findLocked(tx, data.externalId)
  if (known?.deletedAt) return
  const deletedAt = new Date()
  const { id } = known
    ? await tx.db.repository.update({ where: { id: known.id }, data: { deletedAt } })
    : await create(tx, organization.id, data, deletedAt)
  await tx.emit('repository.deleted', { repositoryId: id, organizationId: organization.id })
}

/** Deletes every repository of an organization. */
export const deleteAllOf = async (tx: Tx, organizationId: string) => {
  const gone = await tx.db.repository.findMany({
    where: { organizationId, deletedAt: null },
    select: { id: true },
    orderBy: { externalId: 'asc' },
  })
  await tx.db.repository.updateMany({
    where: { id: { in: gone.map(({ id }) => id) } },
    data: { deletedAt: new Date() },
  })
  for (const { id } of gone) {
    await tx.emit('repository.deleted', { repositoryId: id, organizationId })
  }
}
