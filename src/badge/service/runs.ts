import type { Ctx, Tx } from '#context.ts'
import { type BadgeAction, type BadgeRun, Prisma } from '#generated/prisma/client.ts'
import { lock } from '#lib/locks.ts'
import { type BadgeChange, beginRun, changeBadge, type Step } from '../jobs.ts'
import { installationFacts } from '../subject.ts'
import { changeBadgeOf, type Outcome } from './change.ts'
import { request } from './events.ts'

/**
 * Starts a run over the open issues of a repository. One that is not through yet is over with
 * that: the newest wish counts. Returns its id.
 */
export const start = async (tx: Tx, repositoryId: string, action: BadgeAction): Promise<string> => {
  await lock(tx.db, 'badge-run', repositoryId)
  await tx.db.badgeRun.updateMany({
    where: { repositoryId, state: { in: ['QUEUED', 'RUNNING'] } },
    data: { state: 'SUPERSEDED', completedAt: new Date(), issueIds: [] },
  })
  const { id } = await tx.db.badgeRun.create({ data: { repositoryId, action } })
  await tx.jobs.send(beginRun, { runId: id })
  return id
}

/** Which issues a run has to look at; the others need no change for certain. */
const candidates = {
  EMBED: { pledgeBadgeEverEmbedded: false },
  REMOVE: { pledgeBadgeEmbeddedAt: { not: null }, hasPledgeBadgeLabel: false },
  UPDATE: { pledgeBadgeEmbeddedAt: { not: null } },
} as const satisfies Record<BadgeAction, Prisma.IssueWhereInput>

/**
 * The issues that a run goes through, the one that was longest unchanged first: after it, a list
 * by last change has the order that it had before. None of a repository that is private, deleted
 * or out of the App's reach.
 */
const issuesFor = async (tx: Tx, { repositoryId, action }: BadgeRun): Promise<string[]> => {
  const { organization, isPrivate, deletedAt } = await tx.db.repository.findUniqueOrThrow({
    where: { id: repositoryId },
    include: { organization: true },
  })
  const { isInstalled, isSuspended } = installationFacts(organization)
  if (deletedAt || isPrivate || !isInstalled || isSuspended) return []
  if (tx.config.GITHUB_BADGES === 'off' && action !== 'UPDATE') return []
  const found = await tx.db.issue.findMany({
    where: { repositoryId, deletedAt: null, state: 'OPEN', ...candidates[action] },
    select: { id: true },
    orderBy: [{ issueUpdatedAt: 'asc' }, { id: 'asc' }],
  })
  return found.map(({ id }) => id)
}

const changes: Record<BadgeAction, BadgeChange> = {
  EMBED: { action: 'EMBED', trigger: 'bulk' },
  REMOVE: { action: 'REMOVE', trigger: 'bulk' },
  UPDATE: { action: 'UPDATE' },
}

/** Sends the next issue of a run on its way, or ends the run. */
const proceed = async (tx: Tx, issueId: string | null, action: BadgeAction, step: Step) => {
  if (issueId) {
    await tx.jobs.send(changeBadge, { issueId, change: changes[action], step }, { key: issueId })
    return
  }
  await tx.db.badgeRun.update({
    where: { id: step.runId },
    data: { state: 'COMPLETED', completedAt: new Date(), issueIds: [] },
  })
}

/** Counts the issues of a run and sends the first on its way; nothing for one that has begun. */
export const begin = (ctx: Ctx, id: string): Promise<void> =>
  ctx.transaction(async (tx) => {
    const [run] = await tx.db.badgeRun.updateManyAndReturn({
      where: { id, state: 'QUEUED' },
      data: { state: 'RUNNING' },
    })
    if (!run) return
    const issueIds = await issuesFor(tx, run)
    await tx.db.badgeRun.update({ where: { id }, data: { issueIds, totalCount: issueIds.length } })
    await proceed(tx, issueIds[0] ?? null, run.action, { runId: id, position: 0 })
  })

const done = Prisma.sql`changed_count + skipped_count + failed_count`

/** Whether a step is the next of a run that goes on: it may be done already, or the run be over. */
const isDue = async (ctx: Ctx, { runId, position }: Step): Promise<boolean> => {
  const rows = await ctx.db.$queryRaw<unknown[]>`
    SELECT id FROM badge_run
    WHERE id = ${runId}::uuid AND state = 'running' AND ${done} = ${position}`
  return rows.length > 0
}

/** Counts a step, once, and takes the next; in one commit, so that a run never halts or forks. */
const count = async (tx: Tx, { runId, position }: Step, outcome: Outcome, action: BadgeAction) => {
  const [run] = await tx.db.$queryRaw<{ next: string | null }[]>`
    UPDATE badge_run SET
      changed_count = changed_count + ${outcome === 'CHANGED' ? 1 : 0},
      skipped_count = skipped_count + ${outcome === 'SKIPPED' ? 1 : 0},
      failed_count = failed_count + ${outcome === 'FAILED' ? 1 : 0}
    WHERE id = ${runId}::uuid AND state = 'running' AND ${done} = ${position}
    RETURNING issue_ids[${position + 2}] AS next`
  if (run) await proceed(tx, run.next, action, { runId, position: position + 1 })
  return run !== undefined
}

/**
 * Changes the badge of one issue of a run. What GitHub refuses is counted and does not end the run.
 * Throws TryLater while GitHub can't be asked: the run goes on from here.
 */
export const takeStep = async (ctx: Ctx, issueId: string, change: BadgeChange, step: Step) => {
  if (!(await isDue(ctx, step))) return
  const outcome = await changeBadgeOf(ctx, issueId, change)
  await ctx.transaction(async (tx) => {
    const isCounted = await count(tx, step, outcome, change.action)
    if (isCounted || outcome !== 'CHANGED' || change.action !== 'EMBED') return
    // A run that takes badges off began meanwhile, and could not know of this one.
    await request(tx, issueId, changes.REMOVE)
  })
}
