import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Forgets the keys of mutations that move money, a day after they were used. */
export const deleteExpiredKeys = defineJob({
  name: 'stripe.delete_expired_keys',
  payload: z.object({}),
  schedule: '10 0 * * *',
})
