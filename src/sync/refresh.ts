import type { Ctx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import * as github from '#github/service.ts'
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
