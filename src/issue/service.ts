import type { Tx } from '#context.ts'
import { type Issue, Prisma, type Repository } from '#generated/prisma/client.ts'
import { lock } from '#lib/locks.ts'
import type { Actor, Label, Milestone, Reactions } from './github.ts'

export { markBadgeEmbedded, markBadgeRemoved, setBadgeMessage } from './badge.ts'

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

const findLocked = async (tx: Tx, externalId: bigint) => {
  await lock(tx.db, 'issue', externalId)
  return tx.db.issue.findUnique({ where: { externalId } })
}

/** Label names compare without case, as on GitHub. */
const hasLabel = (labels: Label[], name: string) =>
  labels.some((label) => label.name.toLowerCase() === name.toLowerCase())

const countersOf = ({ reactions, commentsCount }: IssueData) =>
  reactions && {
    positiveReactionsCount:
      reactions.thumbsUp +
      reactions.laugh +
      reactions.heart +
      reactions.hooray +
      reactions.eyes +
      reactions.rocket,
    totalEngagementCount: reactions.totalCount + commentsCount,
  }

/** The columns that follow GitHub's data, whether the row is new or known. */
const columnsOf = (data: IssueData, repository: Repository) => {
  const { reactions, author, assignee, milestone, closedBy, ...plain } = data
  return {
    ...plain,
    author: author ?? Prisma.DbNull,
    assignee: assignee ?? Prisma.DbNull,
    milestone: milestone ?? Prisma.DbNull,
    closedBy: closedBy ?? Prisma.DbNull,
    ...(reactions && { reactions }),
    organizationId: repository.organizationId,
    repositoryId: repository.id,
    hasPledgeBadgeLabel: hasLabel(data.labels, repository.pledgeBadgeLabel),
    ...countersOf(data),
  } satisfies Partial<Prisma.IssueUncheckedCreateInput>
}

/** Signals and live events of a row that was written. */
const announce = async (tx: Tx, before: Issue | null, after: Issue) => {
  const { id: issueId, repositoryId, organizationId } = after
  await tx.emit('issue.stored', { issueId, repositoryId, organizationId })
  const wasClosed = before?.state === 'CLOSED'
  if (after.state === 'CLOSED' && !wasClosed) await tx.emit('issue.closed', { issueId })
  if (after.state === 'OPEN' && wasClosed) await tx.emit('issue.reopened', { issueId })
  tx.publish('issue.updated', { issueId, repositoryId, organizationId })
}

/**
 * Stores what GitHub says of an issue, unless we know newer things of it already. A deleted
 * issue stays deleted.
 */
export const store = async (tx: Tx, repository: Repository, data: IssueData): Promise<Issue> => {
  const known = await findLocked(tx, data.externalId)
  if (known && (known.deletedAt || data.issueUpdatedAt < known.issueUpdatedAt)) return known
  const columns = columnsOf(data, repository)
  const stored = known
    ? await tx.db.issue.update({ where: { id: known.id }, data: columns })
    : await tx.db.issue.create({ data: columns })
  await announce(tx, known, stored)
  return stored
}

/** Deletes an issue for good. An unknown one is remembered, so that late events don't bring it in. */
export const remove = async (tx: Tx, repository: Repository, data: IssueData) => {
  const known = await findLocked(tx, data.externalId)
  if (known?.deletedAt) return
  const deletedAt = new Date()
  const {
    id: issueId,
    repositoryId,
    organizationId,
  } = known
    ? await tx.db.issue.update({ where: { id: known.id }, data: { deletedAt } })
    : await tx.db.issue.create({ data: { ...columnsOf(data, repository), deletedAt } })
  await tx.emit('issue.deleted', { issueId, repositoryId, organizationId })
  tx.publish('issue.updated', { issueId, repositoryId, organizationId })
}

/** Records that a repository, and so its issues, belongs to another organization now. */
export const moveAllOf = async (tx: Tx, repositoryId: string, organizationId: string) => {
  await tx.db.issue.updateMany({ where: { repositoryId }, data: { organizationId } })
}
