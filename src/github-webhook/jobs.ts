import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Does what a stored webhook delivery tells. */
export const processDelivery = defineJob({
  name: 'github-webhook.process_delivery',
  payload: z.object({ deliveryId: z.uuid() }),
})

/** Asks GitHub to send again what never reached us. */
export const requestLostDeliveries = defineJob({
  name: 'github-webhook.request_lost_deliveries',
  payload: z.object({}),
  queue: { policy: 'short' },
  schedule: '*/10 * * * *',
})
