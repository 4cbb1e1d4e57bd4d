import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { beginRun, changeBadge } from './jobs.ts'
import * as badges from './service.ts'

export const workers = [
  implementJob(changeBadge, async (ctx: Ctx, { issueId, change, step }) => {
    if (step) await badges.takeStep(ctx, issueId, change, step)
    else await badges.changeBadgeOf(ctx, issueId, change)
  }),
  implementJob(beginRun, (ctx: Ctx, { runId }) => badges.begin(ctx, runId)),
]
