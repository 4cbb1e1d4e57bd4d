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

const januaryLast = Date.UTC(2026, 0, 31) / 1000

const priceOf = async (unit_amount: number) => {
  const { default_price } = await stripe.products.create({
    name: `For ${unit_amount}`,
    default_price_data: { currency: 'usd', unit_amount, recurring: { interval: 'month' } },
  })
  return `${default_price}`
}

const customerWith = async (card: string, more: Stripe.CustomerCreateParams = {}) => {
  const { id } = await stripe.customers.create(more)
  const { id: method } = await stripe.paymentMethods.attach(card, { customer: id })
  await stripe.customers.update(id, { invoice_settings: { default_payment_method: method } })
  return id
}

const dates = ({ items }: Stripe.Subscription) =>
  [items.data[0]?.current_period_start, items.data[0]?.current_period_end].map((seconds) =>
    new Date((seconds ?? 0) * 1000).toISOString().slice(0, 10),
  )

test('a subscription is billed month by month as its clock is moved', async () => {
  const { id: clock } = await stripe.testHelpers.testClocks.create({ frozen_time: januaryLast })
  const customer = await customerWith('pm_card_visa', {
    test_clock: clock,
    address: { country: 'FR' },
  })
  const made = await stripe.subscriptions.create({
    customer,
    items: [{ price: await priceOf(10_000) }],
    automatic_tax: { enabled: true },
    metadata: { tier: 't1' },
    expand: ['latest_invoice.payments'],
  })
  expect(made).toMatchObject({ status: 'active', metadata: { tier: 't1' } })
  expect(dates(made)).toEqual(['2026-01-31', '2026-02-28'])
  expect(made.latest_invoice).toMatchObject({
    status: 'paid',
    billing_reason: 'subscription_create',
    total: 12_000,
    parent: { subscription_details: { subscription: made.id, metadata: { tier: 't1' } } },
  })
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: Date.UTC(2026, 3, 15) / 1000 })
  const invoices = await stripe.invoices.list({ subscription: made.id })
  expect(invoices.data.map(({ billing_reason, status }) => `${billing_reason} ${status}`)).toEqual([
    'subscription_cycle paid',
    'subscription_cycle paid',
    'subscription_create paid',
  ])
  await stripe.subscriptions.update(made.id, { cancel_at_period_end: true })
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: Date.UTC(2026, 4, 15) / 1000 })
  const ended = await stripe.subscriptions.retrieve(made.id)
  expect(ended).toMatchObject({ status: 'canceled', cancel_at_period_end: true })
  await sandbox.webhooks.settled()
  expect(receiver.types().filter((type) => type.startsWith('customer.subscription'))).toEqual([
    'customer.subscription.created',
    'customer.subscription.updated',
    'customer.subscription.updated',
    'customer.subscription.updated',
    'customer.subscription.deleted',
  ])
})

test('another price: the old one is given back for the rest of the month', async () => {
  const { id: clock } = await stripe.testHelpers.testClocks.create({ frozen_time: januaryLast })
  const customer = await customerWith('pm_card_visa', { test_clock: clock })
  const made = await stripe.subscriptions.create({
    customer,
    items: [{ price: await priceOf(1_000) }],
  })
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: januaryLast + 14 * 86_400 })
  const changed = await stripe.subscriptions.update(made.id, {
    items: [{ id: `${made.items.data[0]?.id}`, price: await priceOf(3_000) }],
    proration_behavior: 'always_invoice',
    expand: ['latest_invoice'],
  })
  const invoice = changed.latest_invoice as Stripe.Invoice
  expect(invoice).toMatchObject({
    billing_reason: 'subscription_update',
    status: 'paid',
    total: 1_000,
  })
  expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([-500, 1_500])
  expect(changed.items.data).toHaveLength(1)
})

test('a card that fails: incomplete at first, past due later, active once paid', async () => {
  const price = await priceOf(1_000)
  const { id: clock } = await stripe.testHelpers.testClocks.create({ frozen_time: januaryLast })
  const customer = await customerWith('pm_card_chargeCustomerFail', { test_clock: clock })
  const made = await stripe.subscriptions.create({ customer, items: [{ price }] })
  expect(made.status).toBe('incomplete')
  await stripe.invoices.pay(`${made.latest_invoice}`, { payment_method: 'pm_card_visa' })
  expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('active')
  await stripe.testHelpers.testClocks.advance(clock, { frozen_time: Date.UTC(2026, 2, 1) / 1000 })
  expect((await stripe.subscriptions.retrieve(made.id)).status).toBe('past_due')
  expect((await stripe.subscriptions.cancel(made.id)).status).toBe('canceled')
  expect((await errorOf(stripe.subscriptions.cancel(made.id))).code).toBe('resource_missing')
})

test('what cannot be subscribed to is refused', async () => {
  const { id: customer } = await stripe.customers.create()
  const { id: product } = await stripe.products.create({ name: 'Once' })
  const { id: price } = await stripe.prices.create({ product, currency: 'usd', unit_amount: 100 })
  const once = stripe.subscriptions.create({ customer, items: [{ price }] })
  expect((await errorOf(once)).message).toMatch(/only accepts prices with `type=recurring`/)
  const cardless = stripe.subscriptions.create({ customer, items: [{ price: await priceOf(500) }] })
  expect((await errorOf(cardless)).message).toMatch(/no attached payment source/)
})
