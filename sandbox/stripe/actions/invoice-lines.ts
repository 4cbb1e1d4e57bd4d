import type Stripe from 'stripe'
import { type Act, add, booksOf, newId, now } from '../act.ts'
import type { Invoice, InvoiceItem, Price, TaxRate } from '../tables.ts'

type Line = Stripe.InvoiceLineItem

/** What a price says of a line or item. Stripe's decimals go over the wire as text. */
export const pricingOf = (price: Price | undefined, unitAmount: number) => ({
  ...(price && { price_details: { price: price.id, product: price.product } }),
  type: 'price_details' as const,
  unit_amount_decimal: `${unitAmount}`,
})

type Given = Pick<Line, 'amount' | 'currency' | 'description' | 'parent' | 'metadata'> & {
  period: Line['period']
  price?: Price
  quantity: number
  subscription?: string
}

/** A line of an invoice. */
export const lineOf = (invoice: Invoice, { price, subscription, ...given }: Given): Line => {
  const line = {
    id: newId('il'),
    object: 'line_item',
    discount_amounts: [],
    discountable: true,
    discounts: [],
    invoice: invoice.id,
    livemode: false,
    pretax_credit_amounts: [],
    pricing: pricingOf(price, Math.round(given.amount / given.quantity)),
    quantity_decimal: `${given.quantity}`,
    subscription: subscription ?? null,
    subtotal: given.amount,
    taxes: [],
    ...given,
  }
  // The two decimals are text here; the SDK makes them objects again.
  return line as unknown as Line
}

/** An item becomes a line of its invoice. */
export const putItem = (invoice: Invoice, item: InvoiceItem, price?: Price) => {
  const line = lineOf(invoice, {
    amount: item.amount,
    currency: item.currency,
    description: item.description,
    metadata: item.metadata ?? {},
    parent: {
      invoice_item_details: {
        invoice_item: item.id,
        proration: item.proration,
        proration_details: null,
        subscription: null,
      },
      subscription_item_details: null,
      type: 'invoice_item_details',
    },
    period: item.period,
    price,
    quantity: item.quantity,
  })
  invoice.lines.data.push(line)
  item.invoice = invoice.id
}

/** The tax of a country, kept as Stripe keeps those it works out by itself. */
const taxRateOf = (
  act: Act,
  country: string,
  state: string | null,
  percentage: number,
): TaxRate => {
  const known = [...booksOf(act).tax_rates.values()].find(
    (rate) => rate.country === country && rate.state === state && rate.percentage === percentage,
  )
  if (known) return known
  return add(act, 'tax_rates', {
    id: newId('txr'),
    object: 'tax_rate',
    active: false,
    country,
    created: now(act),
    description: null,
    display_name: country === 'US' ? 'Sales Tax' : 'VAT',
    effective_percentage: percentage,
    flat_amount: null,
    inclusive: false,
    jurisdiction: country,
    jurisdiction_level: 'country',
    livemode: false,
    metadata: {},
    percentage,
    rate_type: 'percentage',
    state,
    tax_type: country === 'US' ? 'sales_tax' : 'vat',
  })
}

const taxOf = (act: Act, invoice: Invoice, subtotal: number) => {
  const { country, state } = invoice.customer_address ?? {}
  const percentage = act.sandbox.state.settings.taxRates[country ?? ''] ?? 0
  if (!invoice.automatic_tax.enabled || !country || percentage === 0) return null
  const rate = taxRateOf(act, country, state ?? null, percentage)
  return {
    amount: Math.round((subtotal * percentage) / 100),
    tax_behavior: 'exclusive' as const,
    tax_rate_details: { tax_rate: rate.id },
    taxability_reason: 'standard_rated' as const,
    taxable_amount: subtotal,
    type: 'tax_rate_details' as const,
  }
}

/** Adds up an invoice that is still a draft. */
export const addUp = (act: Act, invoice: Invoice): Invoice => {
  const subtotal = invoice.lines.data.reduce((sum, { amount }) => sum + amount, 0)
  const tax = taxOf(act, invoice, subtotal)
  const total = subtotal + (tax?.amount ?? 0)
  return Object.assign(invoice, {
    subtotal,
    subtotal_excluding_tax: subtotal,
    total,
    total_excluding_tax: subtotal,
    total_taxes: tax ? [tax] : [],
    amount_due: Math.max(0, total),
    amount_remaining: Math.max(0, total),
  } satisfies Partial<Invoice>)
}
