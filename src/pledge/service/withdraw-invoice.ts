import type { Ctx } from '#context.ts'
import * as stripe from '#stripe/service.ts'

/**
 * Takes the invoice of a pledge back whose payer objects to it, for jobs: nobody is asked for money
 * that nobody would get. One that is paid stays so; staff give it back. Throws TryLater, and
 * Stripe's error where the invoice was paid or sent in this moment: then it is looked at again.
 */
export const withdrawInvoice = async (ctx: Ctx, pledgeId: string): Promise<void> => {
  const pledge = await ctx.db.pledge.findUnique({ where: { id: pledgeId } })
  const { state, invoiceId: id, amountReceived } = pledge ?? {}
  if (state !== 'DISPUTED' || !id || amountReceived !== null) return
  const { invoices } = stripe.of(ctx)
  const invoice = await stripe.orLater(stripe.orNull(invoices.retrieve(id)))
  if (invoice?.status === 'paid') return
  if (invoice?.status === 'draft') await stripe.orLater(invoices.del(id))
  if (invoice?.status === 'open') {
    await stripe.orLater(
      invoices.voidInvoice(id, {}, { idempotencyKey: `invoice-void/${pledgeId}` }),
    )
  }
  await ctx.transaction((tx) =>
    tx.db.pledge.updateMany({
      where: { id: pledgeId, state: 'DISPUTED', amountReceived: null },
      data: { hostedInvoiceUrl: null },
    }),
  )
}
