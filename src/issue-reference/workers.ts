import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { syncIssue, syncRepository } from './jobs.ts'
import * as references from './service.ts'

export const workers = [
  implementJob(syncRepository, (ctx: Ctx, { repositoryId }) =>
    references.syncRepository(ctx, repositoryId),
  ),
  implementJob(syncIssue, (ctx: Ctx, { issueId }) => references.syncIssue(ctx, issueId)),
]
