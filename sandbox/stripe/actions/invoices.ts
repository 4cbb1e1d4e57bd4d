import { type Act, add, booksOf, find, known, newId, now, rowsOf } from '../act.ts'
import { invalid, StripeFault } from '../errors.ts'
import { emit } from '../events/emit.ts'
import type { Invoice, InvoicePayment, PaymentIntent } from '../tables.ts'
import { adjustBalance } from './customers.ts'
import { addUp } from './invoice-lines.ts'
import { cancel, confirm, createIntent } from './payment-intents.ts'

const daySeconds = 86_400

export const refuseUnless = (invoice: Invoice, what: string, ...statuses: string[]) => {
  if (statuses.includes(`${invoice.status}`)) return
  const message = `You can only ${what} invoices that are ${statuses.join(' or ')}. This invoice is ${invoice.status}.`
  throw invalid(message, what === 'pay' ? 'invoice_not_open' : 'invoice_not_editable')
}

const paymentsOf = (act: Act, invoice: Invoice) =>
  rowsOf(act, 'invoice_payments').filter((one) => one.invoice === invoice.id)

/** The intent by which an invoice is paid; none where there is nothing to pay. */
export const intentOf = (act: Act, invoice: Invoice): PaymentIntent | undefined => {
  const id = paymentsOf(act, invoice)[0]?.payment.payment_intent
  return booksOf(act).payment_intents.get(typeof id === 'string' ? id : '')
}

const openPayment = (act: Act, invoice: Invoice) => {
  const intent = createIntent(act, {
    amount: invoice.amount_due,
    currency: invoice.currency,
    customer: invoice.customer,
    description: invoice.parent ? 'Subscription creation' : 'Payment for Invoice',
    receipt_email: invoice.customer_email,
    setup_future_usage: invoice.parent ? 'off_session' : null,
  })
  const payment: InvoicePayment = {
    id: newId('inpay'),
    object: 'invoice_payment',
    amount_paid: null,
    amount_requested: invoice.amount_due,
    created: now(act),
    currency: invoice.currency,
    invoice: invoice.id,
    is_default: true,
    livemode: false,
    payment: { payment_intent: intent.id, type: 'payment_intent' },
    status: 'open',
    status_transitions: { canceled_at: null, paid_at: null },
  }
  add(act, 'invoice_payments', payment)
}

/** An invoice is paid: by its intent, out of band, or because there is nothing to pay. */
export const markPaid = (act: Act, invoice: Invoice, at = now(act)): Invoice => {
  Object.assign(invoice, {
    status: 'paid',
    attempted: true,
    amount_paid: invoice.amount_due,
    amount_remaining: 0,
    auto_advance: false,
    status_transitions: { ...invoice.status_transitions, paid_at: at },
  } satisfies Partial<Invoice>)
  for (const payment of paymentsOf(act, invoice)) {
    Object.assign(payment, { status: 'paid', amount_paid: payment.amount_requested })
    payment.status_transitions.paid_at = at
    emit(act, 'invoice_payment.paid', payment)
  }
  emit(act, 'invoice.paid', invoice)
  emit(act, 'invoice.payment_succeeded', invoice)
  return invoice
}

/** Uses up what the platform owes a customer, or adds what the customer owes. */
const applyBalance = (act: Act, invoice: Invoice) => {
  const customer = find(act, 'customers', known(invoice.customer, 'a customer'))
  const { total } = invoice
  const starting_balance = customer.balance
  const due = Math.max(0, total + starting_balance)
  const applied = due - total
  Object.assign(invoice, { starting_balance, amount_due: due, amount_remaining: due })
  if (applied !== 0) {
    const type = 'applied_to_invoice' as const
    const { currency, id } = invoice
    adjustBalance(act, customer, { amount: -applied, currency, type, invoice: id })
  }
  invoice.ending_balance = customer.balance
}

/** Makes a draft final: it gets its number, its page and, if anything is due, its payment. */
export const finalize = (act: Act, invoice: Invoice, at = now(act)): Invoice => {
  refuseUnless(invoice, 'finalize', 'draft')
  addUp(act, invoice)
  applyBalance(act, invoice)
  act.sandbox.state.lastInvoice += 1
  const { url } = act.sandbox.config
  Object.assign(invoice, {
    status: 'open',
    number: `SANDBOX-${`${act.sandbox.state.lastInvoice}`.padStart(4, '0')}`,
    effective_at: at,
    hosted_invoice_url: `${url}/invoices/${invoice.id}`,
    invoice_pdf: `${url}/invoices/${invoice.id}/pdf`,
    status_transitions: { ...invoice.status_transitions, finalized_at: at },
  } satisfies Partial<Invoice>)
  if (invoice.amount_due > 0) openPayment(act, invoice)
  emit(act, 'invoice.finalized', invoice)
  if (invoice.amount_due === 0) markPaid(act, invoice, at)
  return invoice
}

/** Tells the customer. */
export const send = (act: Act, invoice: Invoice): Invoice => {
  if (invoice.collection_method !== 'send_invoice') {
    throw invalid('You can only send invoices whose collection method is `send_invoice`.')
  }
  refuseUnless(invoice, 'send', 'draft', 'open')
  if (invoice.status === 'draft') finalize(act, invoice)
  emit(act, 'invoice.sent', invoice)
  return invoice
}

const failPaying = (act: Act, invoice: Invoice) => {
  invoice.attempted = true
  invoice.attempt_count += 1
  emit(act, 'invoice.payment_failed', invoice)
}

/** What follows for an invoice from what happened to its intent. */
export const followIntent = (act: Act, intent: PaymentIntent): Invoice | undefined => {
  const payment = rowsOf(act, 'invoice_payments').find(
    (one) => one.payment.payment_intent === intent.id,
  )
  const invoice = payment && booksOf(act).invoices.get(`${payment.invoice}`)
  if (invoice?.status !== 'open') return invoice
  if (intent.status === 'succeeded') {
    invoice.attempt_count += 1
    markPaid(act, invoice)
  } else if (intent.last_payment_error) failPaying(act, invoice)
  return invoice
}

/** Takes the money for an open invoice. Returns why it was refused, or null. */
export const collect = (act: Act, invoice: Invoice, method: string): StripeFault | null => {
  const intent = known(intentOf(act, invoice), 'the payment of an invoice')
  intent.payment_method = method
  try {
    confirm(act, intent)
    followIntent(act, intent)
    return null
  } catch (error) {
    if (!(error instanceof StripeFault) || error.status !== 402) throw error
    followIntent(act, intent)
    return error
  }
}

/** Takes an invoice back that nobody has paid. */
export const voidInvoice = (act: Act, invoice: Invoice): Invoice => {
  refuseUnless(invoice, 'void', 'open', 'uncollectible')
  const intent = intentOf(act, invoice)
  if (intent && intent.status !== 'canceled') cancel(act, intent, 'void_invoice')
  const status_transitions = { ...invoice.status_transitions, voided_at: now(act) }
  Object.assign(invoice, { status: 'void', amount_remaining: 0, status_transitions })
  emit(act, 'invoice.voided', invoice)
  return invoice
}

export const dueIn = (act: Act, days: number) => now(act) + days * daySeconds
