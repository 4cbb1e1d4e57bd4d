import { z } from 'zod'
import * as pledges from '#pledge/service.ts'
import { onEvent, type PlatformHandlers } from '../event.ts'

const intent = z.object({ id: z.string() })

/** A charge, a refund and a dispute name the payment intent that they belong to. */
const ofIntent = z.object({ payment_intent: z.string().nullish() })

const reconcileIntent = onEvent(intent, async (ctx, { id }) => {
  await pledges.reconcile(ctx, id)
  return undefined
})

const reconcileItsIntent = onEvent(ofIntent, async (ctx, { payment_intent }) => {
  if (!payment_intent) return { ignored: 'It belongs to no payment intent' }
  await pledges.reconcile(ctx, payment_intent)
  return undefined
})

/** What an event says may be old: the state of now is asked of Stripe. */
export const paymentEvents: PlatformHandlers = {
  'payment_intent.succeeded': reconcileIntent,
  'payment_intent.payment_failed': reconcileIntent,
  'charge.succeeded': reconcileItsIntent,
  // Where the bank is slow, only this tells that a charge is booked ("Asynchronous capture").
  'charge.updated': reconcileItsIntent,
  'charge.refunded': reconcileItsIntent,
  'charge.refund.updated': reconcileItsIntent,
  'refund.updated': reconcileItsIntent,
  'refund.failed': reconcileItsIntent,
  'charge.dispute.created': reconcileItsIntent,
  'charge.dispute.funds_withdrawn': reconcileItsIntent,
  'charge.dispute.funds_reinstated': reconcileItsIntent,
  'charge.dispute.closed': reconcileItsIntent,
}
