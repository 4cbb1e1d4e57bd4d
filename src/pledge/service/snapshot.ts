import type Stripe from 'stripe'
import type { Ctx } from '#context.ts'
import type { PledgeType } from '#generated/prisma/client.ts'
import { TryLater } from '#lib/jobs.ts'
import * as stripe from '#stripe/service.ts'

/** A refund of a charge that went through. Cents. */
export type RefundFact = { kind: 'refund'; id: string; at: number; amount: bigint; fee: bigint }

/** Money that a dispute took away, or that came back when it was won. Cents. */
export type DisputeFact = {
  kind: 'dispute' | 'reinstatement'
  id: string
  at: number
  amount: bigint
  fee: bigint
}

export type Fact = RefundFact | DisputeFact

/** The charge that an intent was paid by. Cents. */
export type ChargeFact = {
  id: string
  currency: string
  amount: bigint
  fee: bigint
  customerId: string | null
}

/**
 * The invoice that an intent pays. `credit` are cents of it that no charge brings, because we owed
 * them to the payer; below zero what the charge brings beyond it, because they owed it to us.
 */
export type InvoiceFact = {
  pledgeId: string
  invoiceId: string
  hostedInvoiceUrl: string | null
  credit: bigint
}

/** What Stripe says of a payment intent and all that came after it. */
export type Snapshot = {
  intent: Stripe.PaymentIntent
  invoice: InvoiceFact | null
  /** Null as long as it is not paid. */
  charge: ChargeFact | null
  /** What moved money after the charge, in order. */
  facts: Fact[]
  /** Refunds of which a bank gave the money back. */
  failedRefundIds: string[]
  /** Whether a payer's bank ever took the charge back; an inquiry is none. */
  isDisputed: boolean
}

/** How requests fail: `orLater` in jobs, `orRefused` for people. */
export type Ask = <Result>(work: Promise<Result>) => Promise<Result>

const most = { limit: 1_000 }

const balanceOf = (thing: string | Stripe.BalanceTransaction | null | undefined, what: string) => {
  // Stripe may book a moment after it charges ("Asynchronous capture").
  if (!thing || typeof thing === 'string') throw new TryLater(`Stripe has not booked ${what} yet`)
  return thing
}

const chargeOf = ({ latest_charge: charge }: Stripe.PaymentIntent): ChargeFact | null => {
  if (!charge || typeof charge === 'string' || charge.status !== 'succeeded') return null
  const { fee } = balanceOf(charge.balance_transaction, charge.id)
  return {
    id: charge.id,
    currency: charge.currency,
    amount: BigInt(charge.amount_captured),
    fee: BigInt(fee),
    customerId: stripe.idOf(charge.customer),
  }
}

const refundFact = ({ id, amount, balance_transaction }: Stripe.Refund): RefundFact => {
  const { created, fee } = balanceOf(balance_transaction, id)
  return { kind: 'refund', id, at: created, amount: BigInt(amount), fee: BigInt(fee) }
}

/** A dispute takes money with one balance transaction, and with another gives it back. */
const disputeFacts = ({ id, balance_transactions }: Stripe.Dispute): DisputeFact[] =>
  balance_transactions.map(({ amount, fee, created }) => ({
    kind: amount < 0 ? 'dispute' : 'reinstatement',
    id,
    at: created,
    amount: BigInt(Math.abs(amount)),
    fee: BigInt(fee),
  }))

const rank = { refund: 0, dispute: 1, reinstatement: 2 }

const inOrder = (facts: Fact[]) =>
  facts.sort(
    (a, b) =>
      a.at - b.at || rank[a.kind] - rank[b.kind] || (a.id < b.id ? -1 : Number(a.id > b.id)),
  )

const laterOf = async (client: Stripe, charge: ChargeFact, ask: Ask) => {
  const of = { charge: charge.id, limit: 100 }
  const expand = ['data.balance_transaction']
  const refunds = await ask(client.refunds.list({ ...of, expand }).autoPagingToArray(most))
  const disputes = await ask(client.disputes.list(of).autoPagingToArray(most))
  const hasFailed = ({ status }: Stripe.Refund) => status === 'failed' || status === 'canceled'
  return {
    facts: inOrder([
      ...refunds.filter(({ status }) => status === 'succeeded').map(refundFact),
      ...disputes.flatMap(disputeFacts),
    ]),
    failedRefundIds: refunds.filter(hasFailed).map(({ id }) => id),
    isDisputed: disputes.some(({ status }) => !status.startsWith('warning_')),
  }
}

/** What was taken off an invoice, or put on it, when it was finalized ("Customer credit balance"). */
export const creditOf = ({ starting_balance: before, ending_balance: after }: Stripe.Invoice) =>
  BigInt((after ?? before) - before)

/** The invoice of a pledge on completion, whose intent bears no mark: the invoice does. */
const invoiceOf = async (client: Stripe, paymentIntentId: string, ask: Ask) => {
  const payments = await ask(
    client.invoicePayments.list({
      payment: { type: 'payment_intent', payment_intent: paymentIntentId },
      expand: ['data.invoice'],
    }),
  )
  for (const { invoice } of payments.data) {
    if (typeof invoice === 'string' || invoice.deleted) continue
    const { id, metadata, hosted_invoice_url: hostedInvoiceUrl = null } = invoice
    const { type, pledge_id: pledgeId } = metadata ?? {}
    if (type !== 'pledge' || !pledgeId) continue
    return { pledgeId, invoiceId: id, hostedInvoiceUrl, credit: creditOf(invoice) }
  }
  return null
}

const nothingLater = { facts: [], failedRefundIds: [], isDisputed: false }

/** What says for which pledge it is: its mark, or that of its invoice. */
const purposeOf = async (client: Stripe, intent: Stripe.PaymentIntent, options: Options) => {
  const { known } = options
  if (known === 'PAY_UPFRONT' || intent.metadata.type === 'pledge') return { invoice: null }
  const invoice = await invoiceOf(client, intent.id, options.ask)
  return invoice || known ? { invoice } : null
}

type Options = {
  ask: Ask
  /** How the pledge is paid that there is for it, if there is one: upfront, it has no invoice. */
  known: PledgeType | null
  /** Takes what Stripe still books for unpaid, instead of throwing TryLater. */
  takesUnbooked?: boolean
}

/**
 * All that Stripe says of a payment intent now; null if it has none, or one that pays for no pledge.
 * Throws TryLater while Stripe still books the charge or a refund, and what `ask` throws.
 */
export const snapshotOf = async (
  ctx: Ctx,
  paymentIntentId: string,
  options: Options,
): Promise<Snapshot | null> => {
  const client = stripe.of(ctx)
  const { ask, takesUnbooked = false } = options
  const expand = ['latest_charge.balance_transaction']
  const intent = await ask(
    stripe.orNull(client.paymentIntents.retrieve(paymentIntentId, { expand })),
  )
  const purpose = intent && (await purposeOf(client, intent, options))
  if (!purpose) return null
  const unpaid = { intent, ...purpose, charge: null, ...nothingLater }
  if (intent.status !== 'succeeded' || takesUnbooked) return unpaid
  const charge = chargeOf(intent)
  return charge ? { ...unpaid, charge, ...(await laterOf(client, charge, ask)) } : unpaid
}
