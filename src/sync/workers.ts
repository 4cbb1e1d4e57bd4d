import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import * as jobs from './jobs.ts'
import * as sync from './service.ts'

export const workers = [
  implementJob(jobs.readInstallation, (ctx: Ctx, { organizationId }) =>
    sync.readInstallation(ctx, organizationId),
  ),
  implementJob(jobs.readPage, (ctx: Ctx, page) => sync.readPage(ctx, page)),
  implementJob(jobs.readIssue, (ctx: Ctx, { issueId }) => sync.readIssue(ctx, issueId)),
  implementJob(jobs.readPullRequest, (ctx: Ctx, { pullRequestId }) =>
    sync.readPullRequest(ctx, pullRequestId),
  ),
  implementJob(jobs.refreshInstallations, (ctx: Ctx) => sync.refreshInstallations(ctx)),
  implementJob(jobs.refreshIssues, (ctx: Ctx) => sync.refreshIssues(ctx)),
  implementJob(jobs.renderBodies, (ctx: Ctx) => sync.renderBodies(ctx)),
  implementJob(jobs.refreshTimelines, (ctx: Ctx) => sync.refreshTimelines(ctx)),
]
