import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Does what a stored webhook delivery tells. */
export const processDelivery = defineJob({
  name: 'github-webhook.process_delivery',
  payload: z.object({ deliveryId: z.uuid() }),
})
