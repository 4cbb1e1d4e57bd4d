import { type Act, add, booksOf, find, newId, now } from '../act.ts'
import { invalid, missing } from '../errors.ts'
import { emit } from '../events/emit.ts'
import type { InvoiceItem, Price, Subscription } from '../tables.ts'
import { pricingOf } from './invoice-lines.ts'
import { collect } from './invoices.ts'
import { type Item, itemOf, reprice } from './subscription-items.ts'
import { bill } from './subscriptions.ts'

type Change = { id?: string; price?: string; quantity?: number; deleted?: boolean }

const prorate = (act: Act, subscription: Subscription, price: Price, item: Item, sign: 1 | -1) => {
  const { current_period_start: start, current_period_end: end, quantity = 1 } = item
  const share = Math.max(0, Math.min(1, (end - now(act)) / (end - start)))
  const amount = sign * Math.round((price.unit_amount ?? 0) * quantity * share)
  const name = booksOf(act).products.get(price.product)?.name ?? price.id
  const kept: InvoiceItem = {
    id: newId('ii'),
    object: 'invoiceitem',
    amount,
    currency: price.currency,
    customer: `${subscription.customer}`,
    customer_account: null,
    date: now(act),
    description: sign < 0 ? `Unused time on ${name}` : `Remaining time on ${name}`,
    discountable: false,
    discounts: [],
    invoice: null,
    livemode: false,
    metadata: { ...subscription.metadata },
    parent: {
      subscription_details: { subscription: subscription.id, subscription_item: item.id },
      type: 'subscription_details',
    },
    period: { start: now(act), end },
    // The decimal is text here; the SDK makes it an object again.
    pricing: pricingOf(price, amount) as unknown as InvoiceItem['pricing'],
    proration: true,
    quantity,
    quantity_decimal: `${quantity}`,
    tax_rates: [],
    test_clock: subscription.test_clock,
  }
  emit(act, 'invoiceitem.created', add(act, 'invoiceitems', kept))
}

const changeItem = (act: Act, subscription: Subscription, given: Change, prorates: boolean) => {
  const { items } = subscription
  const item = items.data.find(({ id }) => id === given.id)
  if (given.id !== undefined && !item) throw missing('subscription item', given.id, 'items[0][id]')
  const price =
    given.price === undefined ? undefined : find(act, 'prices', given.price, 'items[0][price]')
  if (item && prorates) prorate(act, subscription, find(act, 'prices', item.price.id), item, -1)
  if (given.deleted) {
    items.data = items.data.filter((one) => one !== item)
    return
  }
  const [first] = items.data
  const period = {
    start: first?.current_period_start ?? now(act),
    end: first?.current_period_end ?? now(act),
  }
  if (!item && !price)
    throw invalid('A new item needs a price.', 'parameter_missing', 'items[0][price]')
  const changed =
    item ??
    itemOf(act, subscription.id, price as Price, { quantity: given.quantity ?? 1, ...period })
  if (!item) items.data.push(changed)
  else if (price) reprice(changed, price)
  if (given.quantity !== undefined) changed.quantity = given.quantity
  if (prorates) prorate(act, subscription, find(act, 'prices', changed.price.id), changed, 1)
}

export type Behaviour = 'always_invoice' | 'create_prorations' | 'none'

/** Other prices or quantities from now on; the rest of the period is settled as asked for. */
export const changeItems = (
  act: Act,
  subscription: Subscription,
  changes: Change[],
  behaviour: Behaviour,
) => {
  const before = { items: structuredClone(subscription.items) }
  for (const one of changes) changeItem(act, subscription, one, behaviour !== 'none')
  emit(act, 'customer.subscription.updated', subscription, before)
  if (behaviour !== 'always_invoice') return
  const invoice = bill(act, subscription, 'subscription_update')
  const customer = booksOf(act).customers.get(`${subscription.customer}`)
  const kept = customer?.invoice_settings.default_payment_method
  const method = subscription.default_payment_method ?? (typeof kept === 'string' ? kept : null)
  if (invoice.status === 'open' && method) collect(act, invoice, method)
}
