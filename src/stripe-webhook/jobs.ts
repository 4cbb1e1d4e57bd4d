import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Does what a stored event tells. */
export const processEvent = defineJob({
  name: 'stripe-webhook.process_event',
  payload: z.object({ eventId: z.string() }),
  // It asks Stripe.
  queue: { batchSize: 1 },
})
