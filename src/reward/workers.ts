import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { payAllDue, payDue } from './jobs.ts'
import * as rewards from './service.ts'

export const workers = [
  implementJob(payDue, (ctx: Ctx, { pledgeId }) => rewards.payDue(ctx, pledgeId)),
  implementJob(payAllDue, (ctx: Ctx, { after }) =>
    ctx.transaction((tx) => rewards.scheduleAllDue(tx, after)),
  ),
]
