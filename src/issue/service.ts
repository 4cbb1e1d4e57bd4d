import type { Ctx, Tx } from '#context.ts'
import type { Issue, Repository } from '#generated/prisma/client.ts'
import type { Github } from '#github/service.ts'
import * as github from '#github/service.ts'
import { lockAll } from '#lib/locks.ts'
import { judge, type Source, versionOf } from '#lib/versions.ts'
import * as organizations from '#organization/service.ts'
import * as repositories from '#repository/service.ts'
import { columnsOf } from './columns.ts'
import type { Actor, Label, Milestone, Reactions } from './github.ts'
import { scheduleRendering } from './service/body-html.ts'
import { fetchForeign, type IssuePlace } from './service/fetch-foreign.ts'
import { lockAllFunding } from './service/funding.ts'

export { markBadgeRefused, setBadgeMessage } from './badge.ts'
export { markTimelineFetched, refreshRelationships } from './relationships.ts'
export { renderBody } from './service/body-html.ts'
export type { IssuePlace } from './service/fetch-foreign.ts'
export {
  type Funding,
  lockFunding,
  markConfirmedSolved,
  setNeedsConfirmation,
  setPledgedSum,
  update,
} from './service/funding.ts'
export { transfer } from './service/transfer.ts'

/** An issue as GitHub describes it. */
export type IssueData = {
  externalId: bigint
  number: number
  title: string
  body: string
  state: 'OPEN' | 'CLOSED'
  stateReason: string | null
  authorAssociation: string | null
  author: Actor | null
  labels: Label[]
  assignee: Actor | null
  assignees: Actor[]
  milestone: Milestone | null
  closedBy: Actor | null
  /** Null when GitHub did not say. */
  reactions: Reactions | null
  commentsCount: number
  issueCreatedAt: Date
  issueUpdatedAt: Date
  issueClosedAt: Date | null
}

type Place = { issueId: string; repositoryId: string; organizationId: string }

const placeOf = ({ id, repositoryId, organizationId }: Issue): Place => ({
  issueId: id,
  repositoryId,
  organizationId,
})

const namesIssues = (body: string) =>
  github.mentionsIn(body).some(({ owner, repository }) => owner !== null && repository !== null)

/** Signals and live events of a row that was written. */
const announce = async (tx: Tx, before: Issue | null, after: Issue) => {
  const place = placeOf(after)
  const hasMentions = before?.body !== after.body && namesIssues(after.body)
  await tx.emit('issue.stored', { ...place, hasMentions })
  const wasClosed = before?.state === 'CLOSED'
  if (after.state === 'CLOSED' && !wasClosed) {
    await tx.emit('issue.closed', { issueId: after.id })
  }
  if (after.state === 'OPEN' && wasClosed) await tx.emit('issue.reopened', { issueId: after.id })
  tx.publish('issue.updated', place)
}

/** The issues with GitHub's ids, deleted or not, by these; locked until the transaction ends. */
const findLocked = async (tx: Tx, externalIds: bigint[]) => {
  await lockAll(tx.db, 'issue', externalIds)
  const known = await tx.db.issue.findMany({ where: { externalId: { in: externalIds } } })
  return new Map(known.map((issue) => [issue.externalId, issue]))
}

/** The row with what is newer of a description; as it is when nothing is. Tells of disputes. */
const overwrite = async (
  tx: Tx,
  known: Issue,
  data: IssueData,
  columns: ReturnType<typeof columnsOf> & { version: string },
): Promise<Issue> => {
  const { isNewer, isDisputed } = judge(
    { at: known.issueUpdatedAt, version: known.version },
    { at: data.issueUpdatedAt, version: columns.version },
  )
  if (isDisputed && !known.deletedAt) await tx.emit('issue.disputed', { issueId: known.id })
  if (!isNewer) return known
  const stored = await tx.db.issue.update({ where: { id: known.id }, data: columns })
  if (!stored.deletedAt) await announce(tx, known, stored)
  return stored
}

/**
 * Stores what GitHub says of issues of one repository, except what we know newer things of. A
 * deleted issue is kept up to date and stays deleted. Returns them in the order in which they came.
 * A page of a hundred new ones takes a handful of statements. The text of an issue that comes alone
 * is rendered at once; those of a page wait for `sync.render_bodies`.
 */
export const storeAll = async (
  tx: Tx,
  repository: Repository,
  page: IssueData[],
  source: Source = 'WEBHOOK',
): Promise<Issue[]> => {
  const known = await findLocked(
    tx,
    page.map(({ externalId }) => externalId),
  )
  const described = page.map((data) => ({
    ...columnsOf(data, repository, known.get(data.externalId)),
    version: versionOf(data, source),
  }))
  const fresh = await tx.db.issue.createManyAndReturn({
    data: described.filter(({ externalId }) => !known.has(externalId)),
  })
  for (const issue of fresh) await announce(tx, null, issue)
  const stored = new Map(fresh.map((issue) => [issue.externalId, issue]))
  for (const [index, data] of page.entries()) {
    const row = known.get(data.externalId)
    const columns = described[index]
    if (row && columns) stored.set(row.externalId, await overwrite(tx, row, data, columns))
  }
  const [alone] = page.length === 1 ? stored.values() : []
  if (alone) await scheduleRendering(tx, alone)
  return page.flatMap(({ externalId }) => stored.get(externalId) ?? [])
}

/** Stores what GitHub says of one issue: see `storeAll`. */
export const store = async (
  tx: Tx,
  repository: Repository,
  data: IssueData,
  source: Source = 'WEBHOOK',
): Promise<Issue> => {
  const [issue] = await storeAll(tx, repository, [data], source)
  if (!issue) throw new Error('An issue that was stored is there')
  return issue
}

/** Deletes an issue for good. An unknown one is remembered, so that late events don't bring it in. */
export const remove = async (tx: Tx, repository: Repository, data: IssueData): Promise<Issue> => {
  const [known] = (await findLocked(tx, [data.externalId])).values()
  const isNews = !known?.deletedAt
  if (!known) {
    const version = versionOf(data, 'WEBHOOK')
    await tx.db.issue.create({
      data: { ...columnsOf(data, repository), version, deletedAt: new Date() },
    })
  } else if (isNews)
    await tx.db.issue.update({ where: { id: known.id }, data: { deletedAt: new Date() } })
  const issue = await store(tx, repository, data)
  if (isNews) await announceEnd(tx, issue)
  return issue
}

/** Deletes an issue of which GitHub says no more than that it is gone. */
export const removeById = async (tx: Tx, issueId: string): Promise<void> => {
  const { externalId } = await tx.db.issue.findUniqueOrThrow({ where: { id: issueId } })
  await lockAll(tx.db, 'issue', [externalId])
  const { count } = await tx.db.issue.updateMany({
    where: { id: issueId, deletedAt: null },
    data: { deletedAt: new Date() },
  })
  if (count === 0) return
  await announceEnd(tx, await tx.db.issue.findUniqueOrThrow({ where: { id: issueId } }))
}

/** Remembers that GitHub was asked for an issue now, and the ETag of what it answered, if it did. */
export const markFetched = async (tx: Tx, issueId: string, etag?: string | null): Promise<void> => {
  await tx.db.issue.update({
    where: { id: issueId },
    data: {
      githubIssueFetchedAt: new Date(),
      ...(etag !== undefined && { githubIssueEtag: etag }),
    },
  })
}

const announceEnd = async (tx: Tx, issue: Issue) => {
  await tx.emit('issue.deleted', placeOf(issue))
  tx.publish('issue.updated', placeOf(issue))
}

/**
 * Records that a repository, and so its issues, belongs to another organization now. Their rows stay
 * locked until the transaction ends, as by `lockFunding` and in the same order: nobody pledges on
 * them, or pays out what was pledged, before all that follows the repository has followed it.
 */
export const moveAllOf = async (tx: Tx, repositoryId: string, organizationId: string) => {
  await lockAllFunding(tx, repositoryId)
  await tx.db.issue.updateMany({ where: { repositoryId }, data: { organizationId } })
}

/**
 * Reads an issue of a public repository from GitHub and stores it with its repository and owner,
 * whether or not our App is installed there. What we know already is brought up to date. Null where
 * GitHub has no such issue that everybody may see. Throws TryLater.
 */
export const importForeign = async (
  ctx: Ctx,
  place: IssuePlace,
  client: Github,
): Promise<Issue | null> => {
  const found = await fetchForeign(client, place)
  if (!found) return null
  return ctx.transaction(async (tx) => {
    const organization = await organizations.recognizeForeign(tx, found.owner)
    const repository = await repositories.storeForeign(tx, organization, found.data)
    return repository && found.issue ? store(tx, repository, found.issue, 'API') : null
  })
}
