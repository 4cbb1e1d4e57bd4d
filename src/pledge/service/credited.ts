import type Stripe from 'stripe'
import { z } from 'zod'
import type { Ctx, Tx } from '#context.ts'
import type { Pledge } from '#generated/prisma/client.ts'
import * as ledger from '#ledger/service.ts'
import * as stripe from '#stripe/service.ts'
import { lockReadable } from './lock.ts'
import { receive } from './reconcile.ts'
import { type Ask, creditOf } from './snapshot.ts'

const bookCredit = (tx: Tx, pledge: Pledge, invoice: Stripe.Invoice, credit: bigint) =>
  ledger.payment(tx, {
    ...{ key: `payment/${invoice.id}`, currency: invoice.currency, amount: credit, credit },
    causes: {
      ...{ pledgeId: pledge.id, customerId: stripe.idOf(invoice.customer) },
      ...{ paymentUserId: pledge.byUserId, paymentOrganizationId: pledge.byOrganizationId },
    },
  })

/**
 * Brings a pledge to what Stripe says of its invoice, if that was paid with what we owed its payer,
 * so that there is no payment intent: it is paid, out of our own. Answers whether it was so. For
 * jobs, and for who has just sent it; again, it changes nothing. Throws what `ask` throws.
 */
export const reconcileCredited = async (
  ctx: Ctx,
  invoiceId: string,
  ask: Ask = stripe.orLater,
): Promise<boolean> => {
  const invoice = await ask(stripe.of(ctx).invoices.retrieve(invoiceId))
  const { type, pledge_id: text } = invoice.metadata ?? {}
  const pledgeId = z.uuid().safeParse(text).data
  const credit = creditOf(invoice)
  if (type !== 'pledge' || !pledgeId || invoice.status !== 'paid') return false
  if (invoice.amount_due !== 0 || credit <= 0n) return false
  await ctx.transaction(async (tx) => {
    const { pledge } = await lockReadable(tx, pledgeId)
    if (pledge.amountReceived !== null) return
    await bookCredit(tx, pledge, invoice, credit)
    await tx.db.pledge.update({
      where: { id: pledgeId },
      data: { invoiceId, hostedInvoiceUrl: invoice.hosted_invoice_url },
    })
    await receive(tx, pledge, credit)
  })
  return true
}
