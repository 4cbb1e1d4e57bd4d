import { z } from 'zod'
import { booksOf, find, rowsOf } from '../act.ts'
import { draftInvoice, noTax, taxed } from '../actions/invoice-drafts.ts'
import { addUp, putItem } from '../actions/invoice-lines.ts'
import {
  collect,
  dueIn,
  finalize,
  intentOf,
  markPaid,
  refuseUnless,
  send,
  voidInvoice,
} from '../actions/invoices.ts'
import { methodFor } from '../actions/payment-methods.ts'
import { followInvoice } from '../actions/subscriptions.ts'
import { type Call, endpoint, listAnswer, listEndpoint, pageParams } from '../endpoint.ts'
import { invalid } from '../errors.ts'
import { change, emit } from '../events/emit.ts'
import {
  clearable,
  currency,
  flag,
  isWithin,
  mergeMetadata,
  metadata,
  natural,
  range,
  text,
} from '../params.ts'
import type { Invoice, InvoiceItem, Price } from '../tables.ts'

const collection = z.enum(['charge_automatically', 'send_invoice'])

const fields = {
  auto_advance: flag.optional(),
  automatic_tax: z.strictObject({ enabled: flag }).optional(),
  collection_method: collection.optional(),
  days_until_due: natural.optional(),
  default_payment_method: text.optional(),
  description: clearable(text).optional(),
  due_date: natural.optional(),
  footer: clearable(text).optional(),
  metadata: metadata.optional(),
}

/** Stripe sends invoices only to those it can reach, and only with a date. */
const checkSending = (
  method: string | undefined,
  days: number | undefined,
  date: number | undefined,
) => {
  if (method === 'send_invoice' && days === undefined && date === undefined) {
    throw invalid(
      "If invoice `collection_method` is 'send_invoice' you must pass `due_date` or `days_until_due`.",
    )
  }
  if (method !== 'send_invoice' && days !== undefined) {
    throw invalid(
      "You may only pass `days_until_due` if `collection_method` is 'send_invoice'.",
      undefined,
      'days_until_due',
    )
  }
}

const create = endpoint(
  'POST /v1/invoices',
  {
    ...fields,
    customer: text,
    currency: currency.optional(),
    pending_invoice_items_behavior: z.enum(['exclude', 'include']).default('exclude'),
  },
  (call, given) => {
    const { customer: id, pending_invoice_items_behavior: pending, automatic_tax } = given
    const { metadata: more, days_until_due: days, due_date, ...params } = given
    checkSending(given.collection_method, days, due_date)
    const customer = find(call, 'customers', id, 'customer')
    const invoice = draftInvoice(call, customer, {
      auto_advance: params.auto_advance ?? false,
      collection_method: params.collection_method ?? 'charge_automatically',
      currency: params.currency ?? 'usd',
      default_payment_method: params.default_payment_method ?? null,
      description: params.description ?? null,
      footer: params.footer ?? null,
      automatic_tax: automatic_tax?.enabled ? taxed : noTax,
      due_date: due_date ?? (days === undefined ? null : dueIn(call, days)),
      metadata: mergeMetadata({}, more),
    })
    if (pending === 'include') {
      for (const item of rowsOf(call, 'invoiceitems')) {
        if (item.customer === id && item.invoice === null)
          putItem(invoice, item, priceOf(call, item))
      }
    }
    emit(call, 'invoice.created', addUp(call, invoice))
    return invoice
  },
)

const priceOf = (call: Call, { pricing }: InvoiceItem): Price | undefined => {
  const id = pricing?.price_details?.price
  return booksOf(call).prices.get(typeof id === 'string' ? id : '')
}

const methodOf = (call: Call, invoice: Invoice, given: string | undefined): string => {
  const customer = booksOf(call).customers.get(`${invoice.customer}`)
  const kept = customer?.invoice_settings.default_payment_method
  const id =
    given ?? invoice.default_payment_method ?? (typeof kept === 'string' ? kept : undefined)
  if (id) return methodFor(call, id).id
  throw invalid(
    'There is no `default_payment_method` set on this Customer or Invoice. Please set one prior to confirming.',
    'invoice_no_payment_method_types',
  )
}

const pay = endpoint(
  'POST /v1/invoices/{id}/pay',
  {
    payment_method: text.optional(),
    paid_out_of_band: flag.optional(),
    off_session: flag.optional(),
  },
  (call, given) => {
    const invoice = find(call, 'invoices', call.id)
    if (invoice.status === 'draft') finalize(call, invoice)
    if (invoice.status === 'paid') throw invalid('Invoice is already paid', 'invoice_already_paid')
    refuseUnless(invoice, 'pay', 'open')
    if (given.paid_out_of_band) {
      const intent = intentOf(call, invoice)
      if (intent) intent.status = 'canceled'
      return markPaid(call, invoice)
    }
    const refusal = collect(call, invoice, methodOf(call, invoice, given.payment_method))
    followInvoice(call, invoice)
    if (refusal) throw refusal
    return invoice
  },
)

export const invoices = [
  create,
  pay,
  endpoint('POST /v1/invoices/{id}/finalize', { auto_advance: flag.optional() }, (call) =>
    finalize(call, find(call, 'invoices', call.id)),
  ),
  endpoint('POST /v1/invoices/{id}/send', {}, (call) =>
    send(call, find(call, 'invoices', call.id)),
  ),
  endpoint('POST /v1/invoices/{id}/void', {}, (call) =>
    voidInvoice(call, find(call, 'invoices', call.id)),
  ),
  endpoint('POST /v1/invoices/{id}/mark_uncollectible', {}, (call) => {
    const invoice = find(call, 'invoices', call.id)
    refuseUnless(invoice, 'mark as uncollectible', 'open')
    return change(call, 'invoice.marked_uncollectible', invoice, { status: 'uncollectible' })
  }),
  endpoint('GET /v1/invoices/{id}/lines', pageParams, (call, page) => {
    const { lines } = find(call, 'invoices', call.id)
    return listAnswer(call, lines.data.toReversed(), page)
  }),
  endpoint('GET /v1/invoices/{id}', {}, (call) => find(call, 'invoices', call.id)),
  endpoint('POST /v1/invoices/{id}', fields, (call, given) => {
    const { metadata: more, automatic_tax, days_until_due: days, ...changes } = given
    const invoice = find(call, 'invoices', call.id)
    if (Object.keys(given).some((name) => name !== 'metadata'))
      refuseUnless(invoice, 'change', 'draft')
    const updated = change(call, 'invoice.updated', invoice, {
      ...changes,
      automatic_tax: automatic_tax && (automatic_tax.enabled ? taxed : noTax),
      due_date: days === undefined ? changes.due_date : dueIn(call, days),
      metadata: mergeMetadata(invoice.metadata ?? {}, more),
    })
    return invoice.status === 'draft' ? addUp(call, updated) : updated
  }),
  endpoint('DELETE /v1/invoices/{id}', {}, (call) => {
    const invoice = find(call, 'invoices', call.id)
    refuseUnless(invoice, 'delete', 'draft')
    booksOf(call).invoices.delete(invoice.id)
    emit(call, 'invoice.deleted', invoice)
    return { id: invoice.id, object: 'invoice', deleted: true }
  }),
  listEndpoint(
    'GET /v1/invoices',
    'invoices',
    {
      customer: text.optional(),
      status: text.optional(),
      subscription: text.optional(),
      collection_method: collection.optional(),
      created: range.optional(),
    },
    (params) => (row) =>
      (params.customer === undefined || row.customer === params.customer) &&
      (params.status === undefined || row.status === params.status) &&
      (params.subscription === undefined ||
        row.parent?.subscription_details?.subscription === params.subscription) &&
      (params.collection_method === undefined ||
        row.collection_method === params.collection_method) &&
      isWithin(row.created, params.created),
  ),
  endpoint('GET /v1/invoice_payments/{id}', {}, (call) => find(call, 'invoice_payments', call.id)),
  listEndpoint(
    'GET /v1/invoice_payments',
    'invoice_payments',
    {
      invoice: text.optional(),
      status: text.optional(),
      payment: z
        .strictObject({ type: z.literal('payment_intent'), payment_intent: text })
        .optional(),
    },
    (params) => (row) =>
      (params.invoice === undefined || row.invoice === params.invoice) &&
      (params.status === undefined || row.status === params.status) &&
      (params.payment === undefined ||
        row.payment.payment_intent === params.payment.payment_intent),
  ),
  endpoint('GET /v1/tax_rates/{id}', {}, (call) => find(call, 'tax_rates', call.id)),
]
