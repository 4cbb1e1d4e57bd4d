import type { Tx } from '#context.ts'
import type { Organization, Repository } from '#generated/prisma/client.ts'
import { lock } from '#lib/locks.ts'
import { judge, type Source, versionOf } from '#lib/versions.ts'
import { type Access, everybody, record, settleName, settleOne } from './access.ts'

export { type Access, everybody, impliedBy, revokeBefore, settleAllOf } from './access.ts'
export { setBadgeAutoEmbed } from './badge.ts'
export { markReferencesSynced } from './references.ts'

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

/** The repository with GitHub's id, deleted or not; locked until the transaction ends. */
export const find = findLocked

/** The row after what is newer of a description was stored; as it is when nothing is. */
const write = async (
  tx: Tx,
  known: Repository | null,
  { id: organizationId, externalId: owner }: Organization,
  data: RepositoryData,
  source: Source,
): Promise<Repository> => {
  const version = versionOf({ ...data, owner }, source)
  // Out of reach and without its name, until both are settled.
  const unsettled = { ...data, organizationId, version, isSuperseded: true }
  if (!known) return tx.db.repository.create({ data: { ...unsettled, deletedAt: new Date() } })
  const { isNewer } = judge(
    { at: known.repositoryUpdatedAt, version: known.version },
    { at: data.repositoryUpdatedAt ?? null, version },
  )
  if (!isNewer) return known
  return tx.db.repository.update({ where: { id: known.id }, data: unsettled })
}

/** The row once it is settled whether it is in reach, and which name it and its rivals have. */
const settled = async (tx: Tx, stored: Repository, before: Repository | null = null) => {
  await settleOne(tx, stored)
  const isElsewhere =
    before !== null &&
    (before.name !== stored.name || before.organizationId !== stored.organizationId)
  if (isElsewhere) await settleName(tx, before.organizationId, before.name)
  return tx.db.repository.findUniqueOrThrow({ where: { id: stored.id } })
}

/**
 * Stores what GitHub says of a repository, unless we know newer things of it already, and who may
 * read it. A repository that GitHub deleted, or that is out of reach, is kept up to date and seen by
 * nobody.
 */
export const store = async (
  tx: Tx,
  organization: Organization,
  data: RepositoryData,
  { source = 'WEBHOOK', access }: { source?: Source; access?: Access } = {},
): Promise<Repository> => {
  const known = await findLocked(tx, data.externalId)
  const stored = await write(tx, known, organization, data, source)
  const isAccessNew = access !== undefined && (await record(tx, stored.id, access))
  if (stored === known && !isAccessNew) return known
  const { id: repositoryId, organizationId } = stored
  if (known && known.organizationId !== organizationId) {
    await tx.emit('repository.moved', { repositoryId, organizationId })
  }
  return settled(tx, stored, known)
}

/**
 * Records that GitHub deleted a repository: it never comes back. An unknown one is remembered, so
 * that late events about it don't bring it in.
 */
export const remove = async (
  tx: Tx,
  organization: Organization,
  data: RepositoryData,
): Promise<Repository> => {
  const stored = await store(tx, organization, data)
  if (stored.goneAt) return stored
  const gone = await tx.db.repository.update({
    where: { id: stored.id },
    data: { goneAt: new Date() },
  })
  return settled(tx, gone)
}

/** Records whether GitHub shows a repository to everybody, as it just answered. */
const opened = (isGranted: boolean): Access => ({
  installationId: everybody,
  isGranted,
  asOf: new Date(),
})

/**
 * Stores what GitHub answered of a repository that somebody looked up: from now on everybody sees
 * it, whether or not our App is installed. Null for a private one, which is not let in; one that we
 * know becomes private.
 */
export const storeForeign = async (
  tx: Tx,
  organization: Organization,
  data: RepositoryData,
): Promise<Repository | null> => {
  const { externalId, isPrivate } = data
  if (isPrivate && !(await findLocked(tx, externalId))) return null
  const access = opened(!isPrivate)
  const { id } = await store(tx, organization, data, { source: 'API', access })
  const checked = { where: { id }, data: { checkedAt: access.asOf } }
  const stored = await tx.db.repository.update(checked)
  return isPrivate ? null : stored
}

/** Records that GitHub no longer shows a repository to everybody: it is gone or private. */
export const hideForeign = async (tx: Tx, { externalId }: Repository): Promise<void> => {
  const known = await findLocked(tx, externalId)
  if (!known) return
  const access = opened(false)
  await record(tx, known.id, access)
  await tx.db.repository.update({ where: { id: known.id }, data: { checkedAt: access.asOf } })
  await settled(tx, known)
}
