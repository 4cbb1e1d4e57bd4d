import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { deleteExpiredSessions } from './jobs.ts'
import * as sessions from './service.ts'

export const workers = [
  implementJob(deleteExpiredSessions, (ctx: Ctx) => sessions.deleteExpired(ctx)),
]
