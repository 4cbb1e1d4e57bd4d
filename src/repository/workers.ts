import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { recheckForeign } from './jobs.ts'
import { recheckAll } from './service/recheck.ts'

export const workers = [implementJob(recheckForeign, (ctx: Ctx) => recheckAll(ctx))]
