import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { errorOf, sdkOf, startWithSdk, type TestStripe } from './testing.ts'

let sandbox: TestStripe
let stripe: Stripe

beforeAll(async () => {
  sandbox = await startWithSdk()
  stripe = sandbox.stripe
})

afterAll(() => sandbox.stop())

const intentOf = (more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'usd',
    automatic_payment_methods: { enabled: true, allow_redirects: 'never' },
    ...more,
  })

const paid = (more: Partial<Stripe.PaymentIntentCreateParams> = {}) =>
  intentOf({ payment_method: 'pm_card_visa', confirm: true, ...more })

const chargeOf = async ({ latest_charge }: Stripe.PaymentIntent) =>
  stripe.charges.retrieve(`${latest_charge}`, { expand: ['balance_transaction', 'refunds'] })

const netOf = async () => {
  const { available, pending } = await stripe.balance.retrieve()
  return (available[0]?.amount ?? 0) + (pending[0]?.amount ?? 0)
}

describe('payment methods', () => {
  test('belong to a customer until they are taken away', async () => {
    const { id } = await stripe.customers.create()
    const card = await stripe.paymentMethods.create({
      type: 'card',
      card: { number: '4000 0027 6000 0016', exp_month: 3, exp_year: 2031, cvc: '123' },
    })
    expect(card.card).toMatchObject({ last4: '0016', country: 'DE', exp_month: 3, exp_year: 2031 })
    await stripe.paymentMethods.attach(card.id, { customer: id })
    await stripe.paymentMethods.attach('pm_card_amex', { customer: id })
    const list = await stripe.customers.listPaymentMethods(id, { type: 'card' })
    expect(list.data.map((one) => one.card?.brand)).toEqual(['amex', 'visa'])
    expect((await stripe.paymentMethods.detach(card.id)).customer).toBeNull()
    expect((await stripe.paymentMethods.list({ customer: id })).data).toHaveLength(1)
    expect((await errorOf(stripe.paymentMethods.detach(card.id))).statusCode).toBe(400)
  })

  test('a bank refuses to have its card kept', async () => {
    const { id } = await stripe.customers.create()
    const refused = stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer: id })
    expect(await errorOf(refused)).toMatchObject({ statusCode: 402, code: 'card_declined' })
    await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: id })
  })

  test('a setup intent keeps a card, after the bank was asked', async () => {
    const { id } = await stripe.customers.create()
    const setup = await stripe.setupIntents.create({
      customer: id,
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      return_url: 'https://example.com/back',
    })
    expect(setup.status).toBe('requires_action')
    sandbox.control.authenticate({ id: setup.id })
    const kept = await stripe.setupIntents.retrieve(setup.id, { expand: ['payment_method'] })
    expect(kept).toMatchObject({ status: 'succeeded', payment_method: { customer: id } })
  })
})

describe('payment intents', () => {
  test('go from creation to success, with a charge, its fee and what is left', async () => {
    const { id: customer } = await stripe.customers.create()
    const intent = await intentOf({
      customer,
      metadata: { type: 'pledge' },
      transfer_group: 'issue',
    })
    expect(intent).toMatchObject({ status: 'requires_payment_method', latest_charge: null })
    const ready = await stripe.paymentIntents.update(intent.id, { payment_method: 'pm_card_visa' })
    expect(ready.status).toBe('requires_confirmation')
    const done = await stripe.paymentIntents.confirm(intent.id)
    expect(done).toMatchObject({ status: 'succeeded', amount_received: 10_000 })
    const charge = await chargeOf(done)
    expect(charge).toMatchObject({
      amount: 10_000,
      paid: true,
      customer,
      metadata: { type: 'pledge' },
      transfer_group: 'issue',
      balance_transaction: {
        amount: 10_000,
        fee: 320,
        net: 9_680,
        type: 'charge',
        status: 'pending',
      },
      payment_method_details: { card: { brand: 'visa', last4: '4242', country: 'US' } },
    })
    const expanded = await stripe.paymentIntents.retrieve(intent.id, {
      expand: ['latest_charge.balance_transaction', 'customer'],
    })
    expect(expanded).toMatchObject({
      customer: { id: customer, object: 'customer' },
      latest_charge: { balance_transaction: { source: charge.id } },
    })
    const over = { statusCode: 400, code: 'payment_intent_unexpected_state' }
    expect(await errorOf(stripe.paymentIntents.update(intent.id, { amount: 100 }))).toMatchObject(
      over,
    )
    expect(await errorOf(stripe.paymentIntents.confirm(intent.id))).toMatchObject(over)
    expect(await errorOf(stripe.paymentIntents.cancel(intent.id))).toMatchObject(over)
    expect(
      (await errorOf(stripe.charges.retrieve(charge.id, { expand: ['amount'] }))).message,
    ).toBe('This property cannot be expanded (amount).')
  })

  test.each([
    ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
    ['pm_card_chargeDeclinedExpiredCard', 'expired_card', 'expired_card'],
  ])('%s is declined, and the next card pays', async (payment_method, code, decline) => {
    const { id } = await intentOf()
    const error = await errorOf(stripe.paymentIntents.confirm(id, { payment_method }))
    expect(error).toBeInstanceOf(Stripe.errors.StripeCardError)
    expect(error).toMatchObject({ statusCode: 402, code, decline_code: decline })
    expect(error.payment_intent?.id).toBe(id)
    const failed = await stripe.paymentIntents.retrieve(id)
    expect(failed).toMatchObject({
      status: 'requires_payment_method',
      last_payment_error: { code, decline_code: decline, type: 'card_error' },
    })
    expect(await chargeOf(failed)).toMatchObject({
      status: 'failed',
      paid: false,
      failure_code: code,
    })
    const done = await stripe.paymentIntents.confirm(id, { payment_method: 'pm_card_visa' })
    expect(done).toMatchObject({ status: 'succeeded', last_payment_error: null })
  })

  test('a refusal by the bank is replayed for its key', async () => {
    const key = { idempotencyKey: 'declined-once' }
    const { id } = await intentOf({ payment_method: 'pm_card_chargeDeclined' })
    const first = await errorOf(stripe.paymentIntents.confirm(id, {}, key))
    const again = await errorOf(stripe.paymentIntents.confirm(id, {}, key))
    expect([first.statusCode, again.statusCode]).toEqual([402, 402])
    expect(again.headers?.['idempotent-replayed']).toBe('true')
    const charges = await stripe.charges.list({ payment_intent: id })
    expect(charges.data).toHaveLength(1)
  })

  test('a bank may ask who pays', async () => {
    const asked = await intentOf({
      payment_method: 'pm_card_authenticationRequired',
      confirm: true,
      return_url: 'https://example.com/back',
    })
    expect(asked.status).toBe('requires_action')
    expect(asked.next_action?.redirect_to_url?.return_url).toBe('https://example.com/back')
    sandbox.control.authenticate({ id: asked.id, isGiven: false })
    expect((await stripe.paymentIntents.retrieve(asked.id)).last_payment_error?.code).toBe(
      'payment_intent_authentication_failure',
    )
    const again = { payment_method: 'pm_card_authenticationRequired' }
    await stripe.paymentIntents.confirm(asked.id, again)
    sandbox.control.authenticate({ id: asked.id })
    expect((await stripe.paymentIntents.retrieve(asked.id)).status).toBe('succeeded')
    const alone = intentOf({ ...again, confirm: true, off_session: true })
    expect((await errorOf(alone)).code).toBe('authentication_required')
  })

  test.each([
    ['yes', 'succeeded'],
    ['no', 'failed'],
  ])(
    'a payer who says %s to the bank comes back with the payment in the address',
    async (answer, status) => {
      const { id, client_secret, next_action } = await intentOf({
        payment_method: 'pm_card_authenticationRequired',
        confirm: true,
        return_url: 'https://example.com/back?page=1',
      })
      const page = `${next_action?.redirect_to_url?.url}`
      const body = new URLSearchParams({ answer })
      const { headers } = await fetch(page, { method: 'POST', body, redirect: 'manual' })
      const back = new URL(`${headers.get('location')}`)
      expect(Object.fromEntries(back.searchParams)).toEqual({
        page: '1',
        payment_intent: id,
        payment_intent_client_secret: client_secret,
        redirect_status: status,
      })
    },
  )

  test('a browser confirms with the secret of the intent alone', async () => {
    const { id, client_secret } = await intentOf()
    const browser = sdkOf({ ...sandbox, secretKey: sandbox.publishableKey })
    const secret = { client_secret: `${client_secret}` }
    expect((await errorOf(browser.paymentIntents.retrieve(id))).statusCode).toBe(404)
    expect((await browser.paymentIntents.retrieve(id, secret)).status).toBe(
      'requires_payment_method',
    )
    const done = await browser.paymentIntents.confirm(id, {
      ...secret,
      payment_method: 'pm_card_visa',
    } as Stripe.PaymentIntentConfirmParams)
    expect(done.status).toBe('succeeded')
  })

  test('what makes no sense is refused', async () => {
    expect((await errorOf(intentOf({ amount: 49 }))).code).toBe('amount_too_small')
    expect((await errorOf(intentOf({ amount: 0 }))).param).toBe('amount')
    expect(await errorOf(intentOf({ customer: 'cus_none' }))).toMatchObject({
      statusCode: 400,
      code: 'resource_missing',
      param: 'customer',
    })
    const redirecting = stripe.paymentIntents.create({
      amount: 100,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
    })
    expect((await errorOf(redirecting)).message).toMatch(/must provide a `return_url`/)
    const { id } = await intentOf()
    expect((await stripe.paymentIntents.cancel(id)).status).toBe('canceled')
  })

  test('a card is kept for later when asked for', async () => {
    const { id: customer } = await stripe.customers.create()
    await paid({ customer, setup_future_usage: 'on_session' })
    expect((await stripe.paymentMethods.list({ customer })).data).toHaveLength(1)
  })
})

describe('refunds', () => {
  test('in parts, up to what was paid; the fee stays', async () => {
    const before = await netOf()
    const intent = await paid()
    const payment_intent = intent.id
    const first = await stripe.refunds.create({ payment_intent, amount: 4_000 })
    expect(first).toMatchObject({
      status: 'succeeded',
      amount: 4_000,
      charge: intent.latest_charge,
    })
    const more = stripe.refunds.create({ payment_intent, amount: 6_001 })
    expect((await errorOf(more)).message).toMatch(/greater than unrefunded amount on charge/)
    await stripe.refunds.create({ payment_intent })
    const charge = await chargeOf(intent)
    expect(charge).toMatchObject({ amount_refunded: 10_000, refunded: true })
    expect(charge.refunds?.data.map(({ amount }) => amount)).toEqual([6_000, 4_000])
    expect((await errorOf(stripe.refunds.create({ payment_intent }))).code).toBe(
      'charge_already_refunded',
    )
    expect(await netOf()).toBe(before - 320)
  })

  test('one that fails later gives the money back to the platform', async () => {
    const intent = await paid({ payment_method: 'pm_card_refundFail' })
    const { id } = await stripe.refunds.create({ payment_intent: intent.id })
    sandbox.control.failRefund({ id })
    expect((await stripe.refunds.retrieve(id)).status).toBe('failed')
    expect(await chargeOf(intent)).toMatchObject({ amount_refunded: 0, refunded: false })
  })
})

describe('disputes', () => {
  test('take the money with a fee, and bring it back when won', async () => {
    const before = await netOf()
    const intent = await paid({ payment_method: 'pm_card_createDispute' })
    const [dispute] = (await stripe.disputes.list({ payment_intent: intent.id })).data
    expect(dispute).toMatchObject({
      amount: 10_000,
      status: 'needs_response',
      reason: 'fraudulent',
      balance_transactions: [{ amount: -10_000, fee: 1_500, net: -11_500, type: 'adjustment' }],
    })
    expect(await netOf()).toBe(before - 1_820)
    const refund = stripe.refunds.create({ payment_intent: intent.id })
    expect((await errorOf(refund)).code).toBe('charge_disputed')
    sandbox.control.winDispute({ id: dispute?.id ?? '' })
    const won = await stripe.disputes.retrieve(dispute?.id ?? '')
    expect(won.status).toBe('won')
    expect(won.balance_transactions.map(({ net }) => net)).toEqual([-11_500, 10_000])
    expect(await netOf()).toBe(before + 9_680 - 1_500)
    await stripe.refunds.create({ payment_intent: intent.id })
  })

  test('are lost by evidence, or for a part', async () => {
    const intent = await paid()
    const charge = `${intent.latest_charge}`
    const { id } = sandbox.control.disputeCharge({ charge, amount: 2_500 })
    const evidence = { uncategorized_text: 'losing_evidence' }
    expect((await stripe.disputes.update(id, { evidence })).status).toBe('lost')
    expect((await errorOf(stripe.disputes.close(id))).statusCode).toBe(400)
    expect((await chargeOf(intent)).disputed).toBe(true)
  })
})

test('money waits two days', async () => {
  const before = await stripe.balance.retrieve()
  await paid()
  await paid({ payment_method: 'pm_card_bypassPending' })
  const after = await stripe.balance.retrieve()
  const risen = (which: 'available' | 'pending') =>
    (after[which][0]?.amount ?? 0) - (before[which][0]?.amount ?? 0)
  expect([risen('available'), risen('pending')]).toEqual([9_680, 9_680])
  sandbox.control.settleFunds()
  expect((await stripe.balance.retrieve()).pending[0]?.amount).toBe(0)
})
