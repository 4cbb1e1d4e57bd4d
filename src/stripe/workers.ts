import type { Ctx } from '#context.ts'
import * as idempotency from '#lib/idempotency.ts'
import { implementJob } from '#lib/jobs.ts'
import { deleteExpiredKeys } from './jobs.ts'

export const workers = [
  implementJob(deleteExpiredKeys, (ctx: Ctx) => idempotency.deleteExpiredKeys(ctx)),
]
