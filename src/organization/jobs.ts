import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Reads what an account says of itself on GitHub. */
export const refreshMetadata = defineJob({
  name: 'organization.refresh_metadata',
  payload: z.object({ organizationId: z.uuid() }),
  queue: { policy: 'short', batchSize: 1 },
})

/** Has the profile of every account with our App read, one by one over the next hour. */
export const refreshAllMetadata = defineJob({
  name: 'organization.refresh_all_metadata',
  payload: z.object({}),
  schedule: '19 10 * * *',
})
