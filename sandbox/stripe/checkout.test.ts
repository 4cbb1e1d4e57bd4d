import type Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorOf, startWithSdk, type TestStripe } from './testing.ts'

let sandbox: TestStripe
let stripe: Stripe

beforeAll(async () => {
  sandbox = await startWithSdk()
  stripe = sandbox.stripe
})

afterAll(() => sandbox.stop())

const tier = async (unit_amount = 10_000) => {
  const { default_price } = await stripe.products.create({
    name: 'Gold',
    default_price_data: { currency: 'usd', unit_amount, recurring: { interval: 'month' } },
  })
  return `${default_price}`
}

const sessionFor = async (more: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  stripe.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: await tier(), quantity: 1 }],
    success_url: 'http://127.0.0.1/done?id={CHECKOUT_SESSION_ID}',
    metadata: { tier: 't1' },
    subscription_data: { metadata: { tier: 't1' } },
    automatic_tax: { enabled: true },
    ...more,
  })

test('somebody subscribes on the page; a declined card leaves it open', async () => {
  const session = await sessionFor({ expand: ['line_items'] })
  expect(session).toMatchObject({ status: 'open', payment_status: 'unpaid', amount_total: 10_000 })
  expect(session.line_items?.data).toMatchObject([{ description: 'Gold', amount_total: 10_000 }])
  const send = (fields: Record<string, string>) =>
    fetch(`${session.url}`, {
      method: 'POST',
      body: new URLSearchParams(fields),
      redirect: 'manual',
    })
  const declined = await send({ card: 'pm_card_chargeDeclined' })
  expect(await declined.text()).toContain('Your card was declined.')
  const done = await send({
    card: 'pm_card_authenticationRequired',
    email: 'ada@example.com',
    country: 'FR',
  })
  expect(done.headers.get('location')).toBe(`http://127.0.0.1/done?id=${session.id}`)
  const complete = await stripe.checkout.sessions.retrieve(session.id, {
    expand: ['subscription', 'customer', 'invoice'],
  })
  expect(complete).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    amount_total: 12_000,
    total_details: { amount_tax: 2_000 },
    customer: { email: 'ada@example.com' },
    customer_details: { email: 'ada@example.com', address: { country: 'FR' } },
    subscription: { status: 'active', metadata: { tier: 't1' } },
    invoice: { status: 'paid' },
  })
  expect((await stripe.subscriptions.list({ status: 'all' })).data).toHaveLength(1)
})

test('pages for one payment and for a card', async () => {
  const { id: customer } = await stripe.customers.create()
  const payment = await stripe.checkout.sessions.create({
    mode: 'payment',
    success_url: 'http://127.0.0.1/done',
    line_items: [
      {
        price_data: { currency: 'usd', unit_amount: 700, product_data: { name: 'Tea' } },
        quantity: 2,
      },
    ],
    payment_intent_data: { metadata: { order: 'o1' } },
  })
  const paid = sandbox.control.completeCheckout({ id: payment.id })
  expect(await stripe.paymentIntents.retrieve(`${paid.payment_intent}`)).toMatchObject({
    amount: 1_400,
    status: 'succeeded',
    metadata: { order: 'o1' },
  })
  const setup = await stripe.checkout.sessions.create({
    mode: 'setup',
    customer,
    currency: 'usd',
    success_url: 'http://127.0.0.1/done',
  })
  sandbox.control.completeCheckout({ id: setup.id })
  expect((await stripe.paymentMethods.list({ customer })).data).toHaveLength(1)
})

test('a page that is closed takes nobody', async () => {
  const { id } = await sessionFor()
  expect((await stripe.checkout.sessions.expire(id)).status).toBe('expired')
  expect(() => sandbox.control.completeCheckout({ id })).toThrow(/no longer open/)
  expect((await errorOf(stripe.checkout.sessions.expire(id))).statusCode).toBe(400)
  expect((await errorOf(sessionFor({ line_items: [] }))).param).toBe('line_items')
})

test('the portal: a card is removed, a subscription ends with its month', async () => {
  const { id: customer } = await stripe.customers.create()
  const { id: method } = await stripe.paymentMethods.attach('pm_card_visa', { customer })
  const { id } = await stripe.subscriptions.create({
    customer,
    items: [{ price: await tier() }],
    default_payment_method: method,
  })
  const { url } = await stripe.billingPortal.sessions.create({
    customer,
    return_url: 'http://127.0.0.1/back',
  })
  expect(await (await fetch(url)).text()).toContain('visa 4242')
  await fetch(url, { method: 'POST', body: new URLSearchParams({ end: id }) })
  await fetch(url, { method: 'POST', body: new URLSearchParams({ remove: method }) })
  const subscription = await stripe.subscriptions.retrieve(id)
  expect(subscription).toMatchObject({ status: 'active', cancel_at_period_end: true })
  expect((await stripe.paymentMethods.list({ customer })).data).toEqual([])
  sandbox.control.advanceTime({ to: (subscription.items.data[0]?.current_period_end ?? 0) + 1 })
  expect((await stripe.subscriptions.retrieve(id)).status).toBe('canceled')
})
