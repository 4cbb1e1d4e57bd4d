import type { Ctx } from '#context.ts'
import type { Organization, Prisma } from '#generated/prisma/client.ts'
import * as github from '#github/service.ts'
import { renderBody } from '#issue/jobs.ts'
import { syncIssue as syncReferences } from '#issue-reference/jobs.ts'
import * as organizations from '#organization/service.ts'
import { readInstallation, readIssue } from './jobs.ts'

/** Issues of one organization that one run has read anew. */
const issuesARun = 100

/** What was asked within so many milliseconds is fresh: 12 hours. */
const freshMs = 12 * 3_600_000

/** The jobs of a run begin within so many seconds. */
const spreadSeconds = 300

/** With fewer requests left in this hour, they are kept for what people wait for. */
const reserve = 1_000

/** Calls for each organization that has requests to spare; one after the other. */
const forEachWithReserve = async (
  ctx: Ctx,
  work: (organization: Organization, installationId: bigint) => Promise<void>,
) => {
  for (const organization of await organizations.findActive(ctx)) {
    const { installationId } = organization
    if (installationId === null) continue
    const remaining = await github.rateLimitOf(ctx, installationId)
    if (remaining !== null && remaining >= reserve) await work(organization, installationId)
  }
}

type Stamp = 'githubIssueFetchedAt' | 'githubTimelineFetchedAt'

/** The issues that were not asked about for longest; never asked comes first. */
const findStale = (ctx: Ctx, { id: organizationId }: Organization, stamp: Stamp) =>
  ctx.db.issue.findMany({
    where: {
      organizationId,
      deletedAt: null,
      repository: { deletedAt: null },
      OR: [{ [stamp]: null }, { [stamp]: { lt: new Date(Date.now() - freshMs) } }],
    },
    orderBy: [{ [stamp]: { sort: 'asc', nulls: 'first' } }, { id: 'asc' }],
    take: issuesARun,
    select: { id: true },
  })

const refresh = (ctx: Ctx, stamp: Stamp, job: typeof readIssue) =>
  forEachWithReserve(ctx, async (organization, installationId) => {
    const stale = await findStale(ctx, organization, stamp)
    await ctx.transaction(async (tx) => {
      for (const { id: issueId } of stale) {
        const startAfter = Math.floor(Math.random() * spreadSeconds)
        const group = { id: `${installationId}` }
        // Not the key of what must not wait: a job that is due would be dropped for this one.
        await tx.jobs.send(job, { issueId }, { startAfter, key: `refresh:${issueId}`, group })
      }
    })
  })

/** Has up to 100 issues of each organization read anew, the stalest, spread over five minutes. */
export const refreshIssues = (ctx: Ctx) => refresh(ctx, 'githubIssueFetchedAt', readIssue)

/** The same for what refers to them. */
export const refreshTimelines = (ctx: Ctx) =>
  refresh(ctx, 'githubTimelineFetchedAt', syncReferences)

/** Texts of repositories without our App that one run has rendered: GitHub allows few requests. */
const publicTextsARun = 10

/** The newest issues whose texts are not rendered. */
const findUnrendered = (ctx: Ctx, where: Prisma.IssueWhereInput, take: number) =>
  ctx.db.issue.findMany({
    where: { AND: [where, { bodyHtml: null, deletedAt: null }] },
    orderBy: { issueCreatedAt: 'desc' },
    take,
    select: { id: true },
  })

const enqueueRendering = (ctx: Ctx, issues: { id: string }[], groupId: string) =>
  ctx.transaction(async (tx) => {
    for (const { id: issueId } of issues) {
      // The key of what must not wait: either of them renders the text of now.
      const options = { key: issueId, group: { id: groupId } }
      await tx.jobs.send(renderBody, { issueId }, options)
    }
  })

/**
 * Has up to 100 texts of each organization rendered, the newest first, and a few of repositories
 * without our App. Requests of an installation that are scarce are kept for what people wait for.
 */
export const renderBodies = async (ctx: Ctx): Promise<void> => {
  await forEachWithReserve(ctx, async ({ id: organizationId }, installationId) => {
    const issues = await findUnrendered(ctx, { organizationId }, issuesARun)
    await enqueueRendering(ctx, issues, `${installationId}`)
  })
  const isPublic = { organization: { installationId: null }, repository: { isPrivate: false } }
  await enqueueRendering(ctx, await findUnrendered(ctx, isPublic, publicTextsARun), 'public')
}

/** Has every installation, and what it may read, read anew, spread over an hour. */
export const refreshInstallations = async (ctx: Ctx): Promise<void> => {
  const active = await organizations.findActive(ctx)
  await ctx.transaction(async (tx) => {
    for (const { id: organizationId, installationId } of active) {
      const startAfter = Math.floor(Math.random() * 3_600)
      const group = { id: `${installationId}` }
      // Not the key of what must not wait.
      const key = `refresh:${organizationId}`
      await tx.jobs.send(readInstallation, { organizationId }, { startAfter, key, group })
    }
  })
}
