import type { Tx } from '#context.ts'
import type { Repository, RepositorySync, SyncKind } from '#generated/prisma/client.ts'
import { lock } from '#lib/locks.ts'
import { readPage } from './jobs.ts'

/**
 * The jobs of one reading stand for each other, and burden one installation. Another reading has
 * another key: a job of the one before, postponed for hours, would stand for its first one.
 */
const sendPage = (tx: Tx, sync: RepositorySync, installationId: bigint) => {
  const { repositoryId, kind, run, nextPage } = sync
  return tx.jobs.send(
    readPage,
    { repositoryId, kind, run, nextPage },
    { key: `${repositoryId}:${kind}:${run}`, group: { id: `${installationId}` } },
  )
}

const isUnderWay = ({ state }: RepositorySync) => state === 'QUEUED' || state === 'RUNNING'

/** Longer than any of GitHub's limits lasts: the job of a reading that stood still must be lost. */
const patienceMs = 2 * 3_600_000

/** There is a job for it, which was sent in the transaction that moved it last. */
const isMoving = (sync: RepositorySync) =>
  isUnderWay(sync) && sync.movedAt.getTime() > Date.now() - patienceMs

const startKind = async (
  tx: Tx,
  { id: repositoryId }: Repository,
  kind: SyncKind,
  installationId: bigint,
) => {
  await lock(tx.db, 'repository-sync', `${repositoryId}:${kind}`)
  const where = { repositoryId_kind: { repositoryId, kind } }
  const known = await tx.db.repositorySync.findUnique({ where })
  if (known && isMoving(known)) return
  const now = new Date()
  const fresh = {
    state: 'QUEUED',
    nextPage: null,
    syncedCount: 0,
    requestedAt: now,
    movedAt: now,
    startedAt: null,
    completedAt: null,
  } as const
  const sync = await tx.db.repositorySync.upsert({
    where,
    create: { ...fresh, repositoryId, kind },
    update: { ...fresh, run: { increment: 1 } },
  })
  await sendPage(tx, sync, installationId)
}

/**
 * Has a repository's open issues and pull requests read, page by page. A reading that is under way
 * goes on.
 */
export const start = async (tx: Tx, repository: Repository, installationId: bigint) => {
  await startKind(tx, repository, 'ISSUES', installationId)
  await startKind(tx, repository, 'PULL_REQUESTS', installationId)
  const { id: repositoryId, organizationId } = repository
  tx.publish('sync.progress', { repositoryId, organizationId })
}

/** What was read of a page: what it tells of the list, and how to ask for it the next time. */
export type PageRead = {
  page: number
  /** Issues or pull requests on it. */
  items: number
  etag: string | null
  /** The list's last page; null where GitHub did not say. */
  lastPage: number | null
}

const savePage = async (tx: Tx, sync: RepositorySync, { page, items, etag }: PageRead) => {
  if (etag === null) return
  const { repositoryId, kind } = sync
  await tx.db.syncPage.upsert({
    where: { repositoryId_kind_page: { repositoryId, kind, page } },
    create: { repositoryId, kind, page, items, etag },
    update: { items, etag },
  })
}

/**
 * The page after one that was read; null when all are. The first page comes first, for it tells how
 * many there are; then the last and so on down to the first, once more. Oldest come first in the
 * list: what is closed meanwhile moves the others toward pages that are still to be read.
 */
const pageAfter = async (tx: Tx, sync: RepositorySync, { page, lastPage }: PageRead) => {
  if (sync.nextPage !== null) return page > 1 ? page - 1 : null
  const { repositoryId, kind } = sync
  const stored = await tx.db.syncPage.aggregate({
    where: { repositoryId, kind },
    _max: { page: true },
  })
  const last = lastPage ?? stored._max.page ?? 1
  await tx.db.syncPage.deleteMany({ where: { repositoryId, kind, page: { gt: last } } })
  return last > 1 ? last : null
}

/**
 * Moves a reading on by a page. False when somebody else did it, or the reading is over: what was
 * read is to be thrown away then.
 */
export const advance = async (
  tx: Tx,
  asked: RepositorySync,
  read: PageRead,
  installationId: bigint,
): Promise<boolean> => {
  const { repositoryId, kind } = asked
  await lock(tx.db, 'repository-sync', `${repositoryId}:${kind}`)
  const where = { repositoryId_kind: { repositoryId, kind } }
  const sync = await tx.db.repositorySync.findUniqueOrThrow({ where })
  if (sync.run !== asked.run || sync.nextPage !== asked.nextPage || !isUnderWay(sync)) return false
  const nextPage = await pageAfter(tx, sync, read)
  await savePage(tx, sync, read)
  const isSecondLook = sync.nextPage === 1
  const moved = await tx.db.repositorySync.update({
    where,
    data: {
      nextPage,
      state: nextPage === null ? 'COMPLETED' : 'RUNNING',
      movedAt: new Date(),
      startedAt: sync.startedAt ?? new Date(),
      completedAt: nextPage === null ? new Date() : null,
      syncedCount: isSecondLook ? sync.syncedCount : { increment: read.items },
    },
  })
  if (nextPage !== null) await sendPage(tx, moved, installationId)
  return true
}

/** Ends a reading that can't go on: the App is suspended or removed, or the repository is gone. */
export const stop = async (
  tx: Tx,
  { repositoryId, kind, run, repository }: RepositorySync & { repository: Repository },
) => {
  await tx.db.repositorySync.updateMany({
    where: { repositoryId, kind, run, state: { in: ['QUEUED', 'RUNNING'] } },
    data: { state: 'STOPPED', nextPage: null },
  })
  tx.publish('sync.progress', { repositoryId, organizationId: repository.organizationId })
}
