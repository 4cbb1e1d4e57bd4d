import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Makes the token of a magic link and mails it: a secret never lies in the queue. */
export const mailMagicLink = defineJob({
  name: 'magic-link.mail',
  payload: z.object({
    magicLinkId: z.uuid(),
    /** Address of the API under the host name of the request; the public one if left out. */
    api: z.url().optional(),
  }),
})

/** Removes links that are too old, and counts of limits that are over. */
export const deleteExpiredMagicLinks = defineJob({
  name: 'magic-link.delete_expired',
  payload: z.object({}),
  schedule: '0 0 * * *',
})
