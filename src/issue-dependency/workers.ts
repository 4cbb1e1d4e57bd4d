import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { syncIssue } from './jobs.ts'
import * as dependencies from './service.ts'

export const workers = [
  implementJob(syncIssue, (ctx: Ctx, { issueId }) => dependencies.syncIssue(ctx, issueId)),
]
