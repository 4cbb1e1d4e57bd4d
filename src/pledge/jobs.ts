import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'

/** Sends the invoice of a pledge on completion, whose issue is solved. The key is the pledge's id. */
export const sendInvoice = defineJob({
  name: 'pledge.send_invoice',
  payload: z.object({ pledgeId: z.uuid() }),
  queue: { policy: 'short', batchSize: 1 },
})

/** Takes back the invoice of a pledge that its payer objects to. The key is the pledge's id. */
export const withdrawInvoice = defineJob({
  name: 'pledge.withdraw_invoice',
  payload: z.object({ pledgeId: z.uuid() }),
  queue: { policy: 'short', batchSize: 1 },
})

/** Brings the pledge of a payment intent, and the books, to what Stripe says. */
export const reconcilePayment = defineJob({
  name: 'pledge.reconcile_payment',
  payload: z.object({ paymentIntentId: z.string() }),
  queue: { batchSize: 1 },
})
