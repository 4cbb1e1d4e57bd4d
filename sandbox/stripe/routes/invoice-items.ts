import { z } from 'zod'
import { add, booksOf, find, newId, now } from '../act.ts'
import { addUp, pricingOf, putItem } from '../actions/invoice-lines.ts'
import { refuseUnless } from '../actions/invoices.ts'
import { endpoint, listEndpoint } from '../endpoint.ts'
import { invalid } from '../errors.ts'
import { emit } from '../events/emit.ts'
import { currency, flag, integer, mergeMetadata, metadata, positive, text } from '../params.ts'
import type { InvoiceItem } from '../tables.ts'

export const invoiceItems = [
  endpoint(
    'POST /v1/invoiceitems',
    {
      customer: text,
      amount: integer.optional(),
      currency: currency.optional(),
      description: text.optional(),
      invoice: text.optional(),
      metadata: metadata.optional(),
      pricing: z.strictObject({ price: text }).optional(),
      quantity: positive.default(1),
    },
    (call, given) => {
      const { pricing, amount, quantity } = given
      find(call, 'customers', given.customer, 'customer')
      const price = pricing && find(call, 'prices', pricing.price, 'pricing[price]')
      const unit = amount ?? price?.unit_amount
      if (unit === undefined || unit === null)
        throw invalid('You must pass one of `amount` or `pricing`.')
      const invoice =
        given.invoice === undefined ? null : find(call, 'invoices', given.invoice, 'invoice')
      if (invoice) refuseUnless(invoice, 'add items to', 'draft')
      const item = add(call, 'invoiceitems', {
        id: newId('ii'),
        object: 'invoiceitem',
        amount: amount ?? unit * quantity,
        currency: given.currency ?? price?.currency ?? invoice?.currency ?? 'usd',
        customer: given.customer,
        customer_account: null,
        date: now(call),
        description:
          given.description ?? booksOf(call).products.get(price?.product ?? '')?.name ?? null,
        discountable: true,
        discounts: [],
        invoice: null,
        livemode: false,
        metadata: mergeMetadata({}, given.metadata),
        parent: null,
        period: { start: now(call), end: now(call) },
        // The decimal is text here; the SDK makes it an object again.
        pricing: pricingOf(price, unit) as unknown as InvoiceItem['pricing'],
        proration: false,
        quantity,
        quantity_decimal: `${quantity}`,
        tax_rates: [],
        test_clock: null,
      })
      if (invoice) {
        putItem(invoice, item, price)
        addUp(call, invoice)
      }
      emit(call, 'invoiceitem.created', item)
      return item
    },
  ),
  endpoint('GET /v1/invoiceitems/{id}', {}, (call) => find(call, 'invoiceitems', call.id)),
  listEndpoint(
    'GET /v1/invoiceitems',
    'invoiceitems',
    { customer: text.optional(), invoice: text.optional(), pending: flag.optional() },
    (params) => (row) =>
      (params.customer === undefined || row.customer === params.customer) &&
      (params.invoice === undefined || row.invoice === params.invoice) &&
      (params.pending === undefined || params.pending === (row.invoice === null)),
  ),
]
