import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { renderBody } from './jobs.ts'
import * as issues from './service.ts'

export const workers = [
  implementJob(renderBody, (ctx: Ctx, { issueId }) => issues.renderBody(ctx, issueId)),
]
