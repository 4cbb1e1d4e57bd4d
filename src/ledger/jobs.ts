import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Recomputes what must be true of the ledger, and raises an alarm if it isn't. */
export const checkLedger = defineJob({
  name: 'ledger.check',
  payload: z.object({}),
  queue: { policy: 'short' },
  schedule: '40 0 * * *',
})
