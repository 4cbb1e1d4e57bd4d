import type Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorOf, startReceiver, startWithSdk, type TestStripe, webhookSecret } from './testing.ts'

let sandbox: TestStripe
let stripe: Stripe
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeAll(async () => {
  receiver = await startReceiver()
  sandbox = await startWithSdk({ webhook: { url: receiver.url, secret: webhookSecret } })
  stripe = sandbox.stripe
})

afterAll(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const customerIn = (country?: string) =>
  stripe.customers.create({ email: 'team@example.com', ...(country && { address: { country } }) })

const invoiceOf = async (
  customer: string,
  amount: number,
  more: Partial<Stripe.InvoiceCreateParams> = {},
) => {
  const { id } = await stripe.invoices.create({
    customer,
    collection_method: 'send_invoice',
    days_until_due: 7,
    metadata: { type: 'pledge', pledge_id: 'p1' },
    ...more,
  })
  await stripe.invoiceItems.create({
    customer,
    invoice: id,
    amount,
    currency: 'usd',
    description: 'Pledge',
  })
  return id
}

test('an invoice goes from draft to paid, and tells how', async () => {
  const { id: customer } = await customerIn()
  const id = await invoiceOf(customer, 10_000)
  const draft = await stripe.invoices.retrieve(id)
  expect(draft).toMatchObject({
    status: 'draft',
    total: 10_000,
    hosted_invoice_url: null,
    lines: { data: [{ amount: 10_000, description: 'Pledge' }] },
  })
  expect((draft.due_date ?? 0) - draft.created).toBe(7 * 86_400)
  await stripe.invoices.finalizeInvoice(id)
  const sent = await stripe.invoices.sendInvoice(id, {
    expand: ['payments', 'confirmation_secret'],
  })
  expect(sent).toMatchObject({ status: 'open', amount_due: 10_000 })
  expect(sent.number).toMatch(/^SANDBOX-\d{4}$/)
  expect(sent.confirmation_secret?.client_secret).toMatch(/^pi_/)
  const intent = `${sent.payments?.data[0]?.payment.payment_intent}`
  expect(await stripe.paymentIntents.retrieve(intent)).toMatchObject({
    amount: 10_000,
    metadata: {},
  })
  const refused = stripe.invoices.pay(id, { payment_method: 'pm_card_chargeDeclined' })
  expect((await errorOf(refused)).statusCode).toBe(402)
  expect(await stripe.invoices.retrieve(id)).toMatchObject({ status: 'open', attempt_count: 1 })
  const page = await fetch(`${sent.hosted_invoice_url}`)
  expect(await page.text()).toContain('100.00 USD')
  await fetch(`${sent.hosted_invoice_url}`, {
    method: 'POST',
    body: new URLSearchParams({ card: 'pm_card_visa' }),
  })
  expect(await stripe.invoices.retrieve(id)).toMatchObject({
    status: 'paid',
    amount_paid: 10_000,
    amount_remaining: 0,
    metadata: { pledge_id: 'p1' },
  })
  const found = await stripe.invoicePayments.list({
    payment: { type: 'payment_intent', payment_intent: intent },
  })
  expect(found.data).toMatchObject([{ invoice: id, status: 'paid', amount_paid: 10_000 }])
  await sandbox.webhooks.settled()
  expect(receiver.types().filter((type) => /^invoice[._]/.test(type))).toEqual([
    'invoice.created',
    'invoice.finalized',
    'invoice.sent',
    'invoice.payment_failed',
    'invoice_payment.paid',
    'invoice.paid',
    'invoice.payment_succeeded',
  ])
  expect((await errorOf(stripe.invoices.pay(id))).code).toBe('invoice_already_paid')
})

test('drafts are deleted, open ones voided; neither is paid then', async () => {
  const { id: customer } = await customerIn()
  const draft = await invoiceOf(customer, 500)
  expect(await stripe.invoices.del(draft)).toMatchObject({ deleted: true })
  const open = await invoiceOf(customer, 500)
  await stripe.invoices.sendInvoice(open)
  expect((await errorOf(stripe.invoices.del(open))).statusCode).toBe(400)
  expect((await stripe.invoices.voidInvoice(open)).status).toBe('void')
  expect((await errorOf(stripe.invoices.pay(open))).code).toBe('invoice_not_open')
})

test('credit of a customer is used first; what costs nothing is paid at once', async () => {
  const { id: customer } = await customerIn()
  await stripe.customers.createBalanceTransaction(customer, { amount: -1_500, currency: 'usd' })
  const first = await invoiceOf(customer, 1_000)
  const paid = await stripe.invoices.finalizeInvoice(first)
  expect(paid).toMatchObject({
    status: 'paid',
    total: 1_000,
    amount_due: 0,
    starting_balance: -1_500,
  })
  const second = await invoiceOf(customer, 1_000)
  const due = await stripe.invoices.finalizeInvoice(second)
  expect(due).toMatchObject({ status: 'open', amount_due: 500, ending_balance: 0 })
  const history = await stripe.customers.listBalanceTransactions(customer)
  expect(history.data.map(({ ending_balance }) => ending_balance)).toEqual([0, -500, -1_500])
})

test('tax is added by the country of the customer', async () => {
  const { id: customer } = await customerIn('FR')
  const id = await invoiceOf(customer, 10_000, { automatic_tax: { enabled: true } })
  const invoice = await stripe.invoices.finalizeInvoice(id)
  expect(invoice).toMatchObject({ subtotal: 10_000, total: 12_000, total_excluding_tax: 10_000 })
  const [tax] = invoice.total_taxes ?? []
  expect(tax?.amount).toBe(2_000)
  const rate = await stripe.taxRates.retrieve(`${tax?.tax_rate_details?.tax_rate}`)
  expect(rate).toMatchObject({ country: 'FR', state: null, percentage: 20 })
})

test('products have prices; one is the default', async () => {
  const product = await stripe.products.create({
    name: 'Gold',
    default_price_data: { currency: 'usd', unit_amount: 1_000, recurring: { interval: 'month' } },
    expand: ['default_price'],
  })
  const before = product.default_price as Stripe.Price
  expect(before).toMatchObject({ unit_amount: 1_000, recurring: { interval: 'month' } })
  expect(before.unit_amount_decimal?.toString()).toBe('1000')
  const after = await stripe.prices.create({
    product: product.id,
    currency: 'usd',
    unit_amount: 2_000,
    recurring: { interval: 'month' },
  })
  expect((await errorOf(stripe.prices.update(before.id, { active: false }))).statusCode).toBe(400)
  await stripe.products.update(product.id, { default_price: after.id })
  await stripe.prices.update(before.id, { active: false })
  const active = await stripe.prices.list({ product: product.id, active: true })
  expect(active.data.map(({ id }) => id)).toEqual([after.id])
})
