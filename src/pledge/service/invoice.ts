import type Stripe from 'stripe'
import type { Ctx, Tx } from '#context.ts'
import * as customers from '#customer/service.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import * as issues from '#issue/service.ts'
import { onceWithLease } from '#lib/idempotency.ts'
import * as stripe from '#stripe/service.ts'
import { NotYourPledge, PledgeNotInvoiceable } from '../errors.ts'
import { whyNotInvoiceable } from '../invoiceable.ts'
import { withdrawInvoice } from '../jobs.ts'
import * as policy from '../policy.ts'
import { reconcileCredited } from './credited.ts'
import { findReadable } from './lock.ts'
import type { Ask } from './snapshot.ts'

const include = {
  issue: { include: { repository: { include: { organization: true } } } },
  byUser: true,
} as const satisfies Prisma.PledgeInclude

/** A pledge with what its invoice says. */
type Billed = Prisma.PledgeGetPayload<{ include: typeof include }>

/** Days until an invoice is due. */
const daysUntilDue = 7

/** The customer who pays, with the address where the organization wants its bills now. */
const customerOf = (ctx: Ctx, { byOrganizationId, byUserId }: Billed): Promise<string> => {
  if (byOrganizationId) return customers.syncEmail(ctx, byOrganizationId)
  if (byUserId) return customers.ofUser(ctx, byUserId)
  throw new PledgeNotInvoiceable('Nobody is known who would pay')
}

const descriptionOf = ({ issue: { number, repository } }: Billed) =>
  `Pledge on ${repository.organization.login}/${repository.name}#${number}`

/**
 * Notes a draft on its pledge. Who objects to the pledge from now on has the invoice taken back; if
 * somebody did before, it is now. Answers whether the pledge is still to be asked for.
 */
const keepDraft = (ctx: Ctx, { id: pledgeId }: Billed, invoiceId: string): Promise<boolean> =>
  ctx.transaction(async (tx) => {
    const { issueId } = await tx.db.pledge.findUniqueOrThrow({ where: { id: pledgeId } })
    await issues.lockFunding(tx, issueId)
    const where = { id: pledgeId, invoiceId: null }
    await tx.db.pledge.updateMany({ where, data: { invoiceId } })
    const { state } = await tx.db.pledge.findUniqueOrThrow({ where: { id: pledgeId } })
    if (state === 'DISPUTED') await tx.jobs.send(withdrawInvoice, { pledgeId }, { key: pledgeId })
    return state === 'CREATED'
  })

/**
 * A draft for a pledge, and which it is noted on the pledge: whoever goes on after a crash takes the
 * same. Null where it is not wanted any more. Stripe must not finalize it by itself before it is
 * complete ("Invoices: auto_advance").
 */
const draft = async (ctx: Ctx, pledge: Billed, ask: Ask): Promise<string | null> => {
  if (pledge.invoiceId) return pledge.invoiceId
  const customer = await ask(customerOf(ctx, pledge))
  const { id } = await ask(
    stripe.of(ctx).invoices.create(
      {
        ...{ customer, currency: 'usd', auto_advance: false },
        ...{ collection_method: 'send_invoice', days_until_due: daysUntilDue },
        ...{ description: descriptionOf(pledge), pending_invoice_items_behavior: 'exclude' },
        metadata: { type: 'pledge', pledge_id: pledge.id },
      },
      { idempotencyKey: `invoice/${pledge.id}` },
    ),
  )
  return (await keepDraft(ctx, pledge, id)) ? id : null
}

/** The one thing that the invoice is for, unless it has it already. */
const fill = async (ctx: Ctx, pledge: Billed, invoice: Stripe.Invoice, ask: Ask) => {
  if (invoice.lines.data.length > 0) return
  await ask(
    stripe.of(ctx).invoiceItems.create(
      {
        ...{ customer: `${invoice.customer}`, invoice: invoice.id, currency: 'usd' },
        ...{ amount: Number(pledge.amount + pledge.fee), description: descriptionOf(pledge) },
      },
      { idempotencyKey: `invoice-item/${pledge.id}` },
    ),
  )
}

/** The invoice, sent: from wherever an earlier try has left it. */
const deliver = async (ctx: Ctx, pledge: Billed, id: string, ask: Ask): Promise<Stripe.Invoice> => {
  const { invoices } = stripe.of(ctx)
  const invoice = await ask(invoices.retrieve(id))
  const step = (name: string) => ({ idempotencyKey: `invoice-${name}/${pledge.id}` })
  if (invoice.status === 'draft') {
    await fill(ctx, pledge, invoice, ask)
    await ask(invoices.finalizeInvoice(id, { auto_advance: true }, step('finalize')))
  }
  const final = await ask(invoices.retrieve(id))
  if (final.status === 'open') await ask(invoices.sendInvoice(id, {}, step('send')))
  return ask(invoices.retrieve(id, { expand: ['payments'] }))
}

const intentOf = ({ payments }: Stripe.Invoice): string | null =>
  stripe.idOf(payments?.data[0]?.payment.payment_intent)

const note = async (tx: Tx, { id: pledgeId }: Billed, invoice: Stripe.Invoice) => {
  const { issueId } = await tx.db.pledge.findUniqueOrThrow({ where: { id: pledgeId } })
  await issues.lockFunding(tx, issueId)
  const { count } = await tx.db.pledge.updateMany({
    where: { id: pledgeId, state: 'CREATED', hostedInvoiceUrl: null },
    data: {
      ...{ invoiceId: invoice.id, hostedInvoiceUrl: invoice.hosted_invoice_url },
      paymentId: intentOf(invoice),
    },
  })
  if (count === 0) return
  await tx.emit('pledge.invoiced', { pledgeId, issueId })
  await tx.emit('pledge.updated', { pledgeId, issueId })
}

const bill = async (ctx: Ctx, pledge: Billed, ask: Ask) => {
  const id = await draft(ctx, pledge, ask)
  if (id === null) return
  const invoice = await deliver(ctx, pledge, id, ask)
  await ctx.transaction((tx) => note(tx, pledge, invoice))
  if (invoice.status === 'paid') await reconcileCredited(ctx, id, ask)
}

/**
 * Sends the invoice of a pledge on completion whose issue is solved, for jobs: once, however often
 * it is called and wherever it was cut off. One that needs none any more is left alone. Throws
 * TryLater, BillingEmailMissing, OrganizationNotFound.
 */
export const sendInvoice = async (ctx: Ctx, pledgeId: string): Promise<void> => {
  const pledge = await ctx.db.pledge.findUnique({ where: { id: pledgeId }, include })
  if (!pledge || whyNotInvoiceable(pledge) !== null) return
  await bill(ctx, pledge, stripe.orLater)
}

type Wanted = { pledgeId: string; idempotencyKey?: string | null }

/**
 * The same for a person: payer, admins on both sides, staff. Throws PledgeNotFound, NotYourPledge,
 * PledgeNotInvoiceable, BillingEmailMissing, StripeRefused, StripeUnavailable.
 */
export const createInvoice = async (
  ctx: Ctx,
  { pledgeId, idempotencyKey: key }: Wanted,
): Promise<{ pledgeId: string }> => {
  if (!policy.canWrite(ctx.viewer, await findReadable(ctx, pledgeId))) {
    throw new NotYourPledge('Only the payer, and admins of the organizations, may do this')
  }
  const request = { mutation: 'createPledgeInvoice', key, input: { pledgeId } }
  return onceWithLease(ctx, request, async (_operationId, { isFirst }) => {
    const pledge = await ctx.db.pledge.findUniqueOrThrow({ where: { id: pledgeId }, include })
    const problem = whyNotInvoiceable(pledge)
    if (!isFirst && pledge.hostedInvoiceUrl !== null) return { pledgeId }
    if (problem) throw new PledgeNotInvoiceable(problem)
    await bill(ctx, pledge, stripe.orRefused)
    return { pledgeId }
  })
}
