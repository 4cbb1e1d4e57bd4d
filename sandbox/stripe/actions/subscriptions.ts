import { type Act, add, booksOf, find, known, now, rowsOf } from '../act.ts'
import { invalid, type StripeFault } from '../errors.ts'
import { change, emit } from '../events/emit.ts'
import type { Customer, Invoice, Subscription } from '../tables.ts'
import { draftInvoice, noTax, taxed } from './invoice-drafts.ts'
import { addUp, lineOf, putItem } from './invoice-lines.ts'
import { collect, finalize } from './invoices.ts'
import { type Item, periodEnd } from './subscription-items.ts'
import { emptyRow, type Given } from './subscription-rows.ts'

const putLine = (act: Act, invoice: Invoice, subscription: Subscription, item: Item) => {
  const price = find(act, 'prices', item.price.id)
  const quantity = item.quantity ?? 1
  const isFree = subscription.status === 'trialing'
  const line = lineOf(invoice, {
    amount: isFree ? 0 : (price.unit_amount ?? 0) * quantity,
    currency: price.currency,
    description: booksOf(act).products.get(price.product)?.name ?? null,
    metadata: { ...subscription.metadata },
    parent: {
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration: false,
        proration_details: null,
        subscription: subscription.id,
        subscription_item: item.id,
      },
      type: 'subscription_item_details',
    },
    period: { start: item.current_period_start, end: item.current_period_end },
    price,
    quantity,
    subscription: subscription.id,
  })
  invoice.lines.data.push(line)
}

const putPending = (act: Act, invoice: Invoice) => {
  for (const item of rowsOf(act, 'invoiceitems')) {
    const price = booksOf(act).prices.get(`${item.pricing?.price_details?.price}`)
    if (item.customer === invoice.customer && item.invoice === null) putItem(invoice, item, price)
  }
}

type Reason = 'subscription_create' | 'subscription_cycle' | 'subscription_update'

/** The invoice of a period, with what has gathered since the last one. */
export const bill = (act: Act, subscription: Subscription, billing_reason: Reason): Invoice => {
  const customer = find(act, 'customers', known(subscription.customer, 'a customer'))
  const { metadata, id } = subscription
  const invoice = draftInvoice(act, customer, {
    automatic_tax: subscription.automatic_tax.enabled ? taxed : noTax,
    auto_advance: true,
    billing_reason,
    currency: subscription.currency,
    parent: {
      quote_details: null,
      subscription_details: { metadata: { ...metadata }, subscription: id },
      type: 'subscription_details',
    },
  })
  putPending(act, invoice)
  if (billing_reason !== 'subscription_update') {
    for (const item of subscription.items.data) putLine(act, invoice, subscription, item)
  }
  emit(act, 'invoice.created', addUp(act, invoice))
  subscription.latest_invoice = invoice.id
  return finalize(act, invoice)
}

const methodOf = (act: Act, { default_payment_method: own, customer }: Subscription) => {
  const settings = booksOf(act).customers.get(`${customer}`)?.invoice_settings
  const kept = settings?.default_payment_method
  return own ?? (typeof kept === 'string' ? kept : null)
}

/** Charges an invoice of a subscription, if there is a card. Returns why that was refused. */
const charge = (act: Act, subscription: Subscription, invoice: Invoice): StripeFault | null => {
  const method = methodOf(act, subscription)
  if (invoice.status !== 'open' || method === null) return null
  return collect(act, invoice, method)
}

/** Begins a subscription, and charges its first period unless the payer does that later. */
export const subscribe = (act: Act, customer: Customer, given: Given): Subscription => {
  if (given.wanted.length === 0)
    throw invalid('A subscription needs at least one item.', 'parameter_missing', 'items')
  const subscription = add(act, 'subscriptions', emptyRow(act, customer, given))
  if (!given.isDeferred && methodOf(act, subscription) === null) {
    const isFree = given.wanted.every(({ price }) => price.unit_amount === 0)
    if (!isFree && !given.trialDays) {
      booksOf(act).subscriptions.delete(subscription.id)
      throw invalid(
        'This customer has no attached payment source or default payment method. Please consider adding a default payment method.',
        'resource_missing',
      )
    }
  }
  const invoice = bill(act, subscription, 'subscription_create')
  if (!given.isDeferred) charge(act, subscription, invoice)
  if (invoice.status === 'paid' && subscription.status === 'incomplete')
    subscription.status = 'active'
  emit(act, 'customer.subscription.created', subscription)
  return subscription
}

/** What an invoice that was paid or refused means for its subscription. */
export const followInvoice = (act: Act, invoice: Invoice) => {
  const id = invoice.parent?.subscription_details?.subscription
  const subscription = booksOf(act).subscriptions.get(typeof id === 'string' ? id : '')
  if (!subscription || invoice.id !== subscription.latest_invoice) return
  const isWaiting = ['incomplete', 'past_due', 'unpaid'].includes(subscription.status)
  if (invoice.status === 'paid' && isWaiting) {
    change(act, 'customer.subscription.updated', subscription, { status: 'active' })
  }
}

/** Ends a subscription now. */
export const endSubscription = (act: Act, subscription: Subscription): Subscription => {
  if (subscription.status === 'canceled') {
    throw invalid(`No such subscription: '${subscription.id}'`, 'resource_missing', 'id')
  }
  Object.assign(subscription, {
    status: 'canceled',
    canceled_at: subscription.canceled_at ?? now(act),
    cancel_at: null,
    ended_at: now(act),
  } satisfies Partial<Subscription>)
  emit(act, 'customer.subscription.deleted', subscription)
  return subscription
}

/** The next period begins: it is billed, or the subscription ends as was asked for. */
export const renew = (act: Act, subscription: Subscription) => {
  if (subscription.cancel_at_period_end) {
    endSubscription(act, subscription)
    return
  }
  const before = structuredClone(subscription)
  for (const item of subscription.items.data) {
    const price = find(act, 'prices', item.price.id)
    item.current_period_start = item.current_period_end
    item.current_period_end = periodEnd(item.current_period_start, price)
  }
  subscription.status = 'active'
  const invoice = bill(act, subscription, 'subscription_cycle')
  if (charge(act, subscription, invoice) || invoice.status === 'open')
    subscription.status = 'past_due'
  emit(act, 'customer.subscription.updated', subscription, {
    items: before.items,
    latest_invoice: before.latest_invoice,
    ...(before.status !== subscription.status && { status: before.status }),
  })
}

/** Marks a subscription to end with its period, or takes that back. */
export const endLater = (act: Act, subscription: Subscription, ends: boolean): Subscription =>
  change(act, 'customer.subscription.updated', subscription, {
    cancel_at_period_end: ends,
    cancel_at: ends ? (subscription.items.data[0]?.current_period_end ?? null) : null,
    canceled_at: ends ? now(act) : null,
  })
