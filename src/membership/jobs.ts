import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Makes the members of an organization those that it has on GitHub. */
export const syncOrganization = defineJob({
  name: 'membership.sync_organization',
  payload: z.object({ organizationId: z.uuid() }),
  queue: { policy: 'short', batchSize: 1 },
})

/** Has that done for every organization with our App, one by one over the next hour. */
export const syncAllOrganizations = defineJob({
  name: 'membership.sync_all_organizations',
  payload: z.object({}),
  schedule: '19 13 * * *',
})
