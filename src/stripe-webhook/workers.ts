import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { processEvent } from './jobs.ts'
import * as webhooks from './service.ts'

export const workers = [
  implementJob(processEvent, (ctx: Ctx, { eventId }) => webhooks.process(ctx, eventId)),
]
