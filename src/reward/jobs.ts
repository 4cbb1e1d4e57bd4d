import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Pays the receivers of a pledge what is due. The key is the pledge's id. */
export const payDue = defineJob({
  name: 'reward.pay_due',
  payload: z.object({ pledgeId: z.uuid() }),
  queue: { policy: 'short' },
})

/**
 * Sends a job for every pledge of which something is due: what was due while the server was away, or
 * while payouts were left to staff. `after` goes on behind that pledge.
 */
export const payAllDue = defineJob({
  name: 'reward.pay_all_due',
  payload: z.object({ after: z.uuid().optional() }),
  schedule: '10 * * * *',
})
