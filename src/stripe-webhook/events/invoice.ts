import { z } from 'zod'
import type { Ctx } from '#context.ts'
import * as pledges from '#pledge/service.ts'
import * as stripe from '#stripe/service.ts'
import { onEvent, type PlatformHandlers } from '../event.ts'

const invoice = z.object({
  id: z.string(),
  metadata: z.record(z.string(), z.string()).nullish(),
})

/** The payment intents by which an invoice was paid, or was to be ("Invoice Payments"). */
const intentsOf = async (ctx: Ctx, invoiceId: string): Promise<string[]> => {
  const payments = await stripe.of(ctx).invoicePayments.list({ invoice: invoiceId, limit: 100 })
  return payments.data.flatMap(({ payment }) => stripe.idOf(payment.payment_intent) ?? [])
}

const reconcileItsIntents = onEvent(invoice, async (ctx, { id, metadata }) => {
  if (metadata?.type !== 'pledge') return { ignored: 'It belongs to no pledge' }
  const intents = await intentsOf(ctx, id)
  for (const intent of intents) await pledges.reconcile(ctx, intent)
  if (intents.length > 0 || (await pledges.reconcileCredited(ctx, id))) return undefined
  return { ignored: 'It has no payment intent' }
})

export const invoiceEvents: PlatformHandlers = {
  'invoice.paid': reconcileItsIntents,
  'invoice.payment_failed': reconcileItsIntents,
  'invoice.voided': reconcileItsIntents,
}
