import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Removes sessions that are over. */
export const deleteExpiredSessions = defineJob({
  name: 'session.delete_expired',
  payload: z.object({}),
  schedule: '20 0 * * *',
})
