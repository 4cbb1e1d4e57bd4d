import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { processDelivery, requestLostDeliveries } from './jobs.ts'
import * as webhooks from './service.ts'

export const workers = [
  implementJob(processDelivery, (ctx: Ctx, { deliveryId }) => webhooks.process(ctx, deliveryId)),
  implementJob(requestLostDeliveries, (ctx: Ctx) => webhooks.requestLost(ctx)),
]
