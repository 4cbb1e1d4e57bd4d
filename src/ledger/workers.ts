import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { checkLedger } from './jobs.ts'
import * as ledger from './service.ts'

export const workers = [implementJob(checkLedger, (ctx: Ctx) => ledger.check(ctx))]
