import type { Ctx, Tx } from '#context.ts'
import type { PullRequest, Repository } from '#generated/prisma/client.ts'
import * as github from '#github/service.ts'
import { lockAll } from '#lib/locks.ts'
import type { Source } from '#lib/versions.ts'
import { isDisputed, merge, type PullRequestData } from './merge.ts'
import { change, findAll, isSame, writeAll } from './rows.ts'

export type { PullRequestData } from './merge.ts'

/** Signals and live events of a row that was written. */
const announce = async (tx: Tx, before: PullRequest | undefined, after: PullRequest) => {
  const { id: pullRequestId, repositoryId, organizationId } = after
  const place = { pullRequestId, repositoryId, organizationId }
  await tx.emit('pull_request.stored', {
    ...place,
    hasMentions: github.mentionsIn(after.body).length > 0,
    isDraftChanged: before !== undefined && before.isDraft !== after.isDraft,
  })
  tx.publish('pull_request.updated', place)
}

const announceDisputes = async (
  tx: Tx,
  known: Map<bigint, PullRequest>,
  all: PullRequestData[],
  source: Source,
) => {
  for (const data of all) {
    const row = known.get(data.externalId)
    if (!row || row.deletedAt || !isDisputed(row, data, source)) continue
    await tx.emit('pull_request.disputed', { pullRequestId: row.id })
  }
}

/** Which rows change, and to what; a deleted pull request stays deleted. */
const changesOf = (
  known: Map<bigint, PullRequest>,
  repository: Repository,
  all: PullRequestData[],
  source: Source,
) =>
  all.flatMap((data) => {
    const row = known.get(data.externalId)
    const changes = row?.deletedAt ? null : merge(row ?? null, data, repository, source)
    if (!changes) return []
    const values = change(row ?? null, changes)
    return [{ row, values, isNews: !row || !isSame(change(row, {}), values) }]
  })

/**
 * Stores what GitHub says of pull requests of a repository, such as a page of a list: `store` for
 * many, in a number of statements that does not grow with them, but for the signals of those that
 * changed. Answers the rows of all, in no order.
 */
export const storeAll = async (
  tx: Tx,
  repository: Repository,
  all: PullRequestData[],
  source: Source,
): Promise<PullRequest[]> => {
  const distinct = new Map(all.map((data) => [data.externalId, data]))
  const externalIds = [...distinct.keys()]
  await lockAll(tx.db, 'pull_request', externalIds)
  const rows = await findAll(tx, externalIds)
  const known = new Map(rows.map((row) => [row.externalId, row]))
  await announceDisputes(tx, known, [...distinct.values()], source)
  const changes = changesOf(known, repository, [...distinct.values()], source)
  if (changes.length === 0) return rows
  await writeAll(
    tx,
    changes.map(({ values }) => values),
  )
  const stored = await findAll(tx, externalIds)
  const news = new Set(
    changes.filter(({ isNews }) => isNews).map(({ values }) => values.externalId),
  )
  for (const row of stored) {
    if (news.has(row.externalId)) await announce(tx, known.get(row.externalId), row)
  }
  return stored
}

/**
 * Stores what GitHub says of a pull request, unless we know newer things of it already. A
 * description from a list (no `details`) leaves details as they are.
 */
export const store = async (
  tx: Tx,
  repository: Repository,
  data: PullRequestData,
  source: Source = 'WEBHOOK',
): Promise<PullRequest> => {
  const [stored] = await storeAll(tx, repository, [data], source)
  if (!stored) throw new Error(`The pull request ${data.externalId} was not stored`)
  return stored
}

/** Those of the pull requests with some numbers in a repository that we have. */
export const findByNumbers = (
  { db }: Pick<Ctx | Tx, 'db'>,
  repositoryId: string,
  numbers: number[],
): Promise<PullRequest[]> =>
  db.pullRequest.findMany({ where: { repositoryId, number: { in: numbers }, deletedAt: null } })

/** Records that a repository, and so its pull requests, belongs to another organization now. */
export const moveAllOf = async (tx: Tx, repositoryId: string, organizationId: string) => {
  await tx.db.pullRequest.updateMany({ where: { repositoryId }, data: { organizationId } })
}
