import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Asks GitHub whether repositories that somebody looked up are still public, the oldest first. */
export const recheckForeign = defineJob({
  name: 'repository.recheck_foreign',
  payload: z.object({}),
  queue: { policy: 'short', expireInSeconds: 900 },
  schedule: '40 * * * *',
})
