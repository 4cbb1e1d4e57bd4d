import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { processDelivery } from './jobs.ts'
import * as github from './service.ts'

export const workers = [
  implementJob(processDelivery, (ctx: Ctx, { deliveryId }) => github.process(ctx, deliveryId)),
]
