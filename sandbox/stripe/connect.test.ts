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

const accountIn = async (country: string) => {
  const { id } = await stripe.accounts.create({
    type: 'express',
    country,
    email: 'ada@example.com',
    capabilities: { transfers: { requested: true } },
    ...(country !== 'US' && { tos_acceptance: { service_agreement: 'recipient' as const } }),
  })
  return id
}

const readyAccount = async (country = 'US') => {
  const account = await accountIn(country)
  sandbox.control.onboard({ account })
  return account
}

const charge = async (amount = 10_000, payment_method = 'pm_card_visa') => {
  const { latest_charge } = await stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    payment_method,
    confirm: true,
    allowed_payment_method_types: ['card'],
  })
  return `${latest_charge}`
}

const sendOf = (source_transaction: string, destination: string, amount: number) =>
  stripe.transfers.create({ amount, currency: 'usd', destination, source_transaction })

const holdings = async (stripeAccount: string) => {
  const { available, pending } = await stripe.balance.retrieve({}, { stripeAccount })
  const sum = (available[0]?.amount ?? 0) + (pending[0]?.amount ?? 0)
  return [sum, available[0]?.currency]
}

test('an account is made, told about, and then able to receive', async () => {
  const account = await accountIn('US')
  const made = await stripe.accounts.retrieve(account)
  expect(made).toMatchObject({
    country: 'US',
    default_currency: 'usd',
    details_submitted: false,
    charges_enabled: false,
    payouts_enabled: false,
    capabilities: { transfers: 'inactive' },
    requirements: { disabled_reason: 'requirements.past_due' },
  })
  expect((await errorOf(stripe.accounts.createLoginLink(account))).statusCode).toBe(400)
  const { url, expires_at } = await stripe.accountLinks.create({
    account,
    type: 'account_onboarding',
    refresh_url: 'http://127.0.0.1/refresh',
    return_url: 'http://127.0.0.1/return',
  })
  expect(expires_at - (made.created ?? 0)).toBeGreaterThanOrEqual(300)
  const page = await fetch(url)
  expect(await page.text()).toContain('ada@example.com')
  const answer = await fetch(url, {
    method: 'POST',
    body: new URLSearchParams({ outcome: 'complete' }),
    redirect: 'manual',
  })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, 'http://127.0.0.1/return'])
  expect(await stripe.accounts.retrieve(account)).toMatchObject({
    details_submitted: true,
    charges_enabled: true,
    payouts_enabled: true,
    capabilities: { transfers: 'active' },
  })
  const used = await fetch(url, { redirect: 'manual' })
  expect(used.headers.get('location')).toBe('http://127.0.0.1/refresh')
  expect((await stripe.accounts.createLoginLink(account)).url).toContain(account)
})

test('abroad, who only receives has to agree to that', async () => {
  const made = stripe.accounts.create({
    country: 'DE',
    capabilities: { transfers: { requested: true } },
  })
  expect((await errorOf(made)).param).toBe('capabilities')
  const account = await readyAccount('DE')
  expect((await stripe.accounts.retrieve(account)).default_currency).toBe('eur')
  expect((await errorOf(stripe.accounts.create({ country: 'XX' }))).code).toBe(
    'country_unsupported',
  )
  expect(await errorOf(stripe.accounts.retrieve('acct_none'))).toMatchObject({
    statusCode: 403,
    code: 'account_invalid',
  })
})

test('a charge is sent on in parts, up to its amount', async () => {
  const account = await readyAccount()
  const source = await charge()
  const transfer = await stripe.transfers.create({
    amount: 6_300,
    currency: 'usd',
    destination: account,
    source_transaction: source,
    metadata: { pledge_id: 'p1' },
  })
  expect(transfer).toMatchObject({
    source_transaction: source,
    metadata: { pledge_id: 'p1' },
    reversed: false,
  })
  expect(transfer.transfer_group).toMatch(/^group_pi_/)
  expect(await holdings(account)).toEqual([6_300, 'usd'])
  const payment = await stripe.charges.retrieve(
    `${transfer.destination_payment}`,
    { expand: ['source_transfer', 'balance_transaction'] },
    { stripeAccount: account },
  )
  expect(payment).toMatchObject({
    amount: 6_300,
    source_transfer: { id: transfer.id },
    balance_transaction: { amount: 6_300, type: 'payment' },
  })
  await sendOf(source, account, 3_700)
  expect((await errorOf(sendOf(source, account, 1))).message).toMatch(/must not exceed/)
})

test('what cannot be sent is refused', async () => {
  const account = await readyAccount()
  const source = await charge()
  expect(await errorOf(sendOf(source, 'acct_none', 100))).toMatchObject({
    code: 'resource_missing',
    param: 'destination',
  })
  expect((await errorOf(sendOf(source, await accountIn('US'), 100))).code).toBe(
    'insufficient_capabilities_for_transfer',
  )
  const without = { amount: 90_000_000, currency: 'usd', destination: account }
  expect((await errorOf(stripe.transfers.create(without))).code).toBe('balance_insufficient')
  const foreign = { ...without, amount: 100, currency: 'eur', source_transaction: source }
  expect((await errorOf(stripe.transfers.create(foreign))).param).toBe('currency')
  await charge(10_000, 'pm_card_bypassPending')
  await stripe.transfers.create({ ...without, amount: 9_680 })
})

test('a transfer is taken back in parts; in the end nothing is left, rounding or not', async () => {
  const account = await readyAccount('FR')
  const { id } = await sendOf(await charge(), account, 1_001)
  expect(await holdings(account)).toEqual([901, 'eur'])
  const first = await stripe.transfers.createReversal(id, { amount: 333 })
  expect(first).toMatchObject({ amount: 333, transfer: id })
  expect(await holdings(account)).toEqual([601, 'eur'])
  const refund = await stripe.refunds.retrieve(
    `${first.destination_payment_refund}`,
    { expand: ['balance_transaction'] },
    { stripeAccount: account },
  )
  expect(refund).toMatchObject({
    amount: 333,
    balance_transaction: { amount: -300, currency: 'eur' },
  })
  expect((await errorOf(stripe.transfers.createReversal(id, { amount: 669 }))).param).toBe('amount')
  await stripe.transfers.createReversal(id, { amount: 333 })
  await stripe.transfers.createReversal(id)
  expect(await holdings(account)).toEqual([0, 'eur'])
  const transfer = await stripe.transfers.retrieve(id)
  expect(transfer).toMatchObject({ amount_reversed: 1_001, reversed: true })
  expect((await stripe.transfers.listReversals(id)).data).toHaveLength(3)
  expect((await errorOf(stripe.transfers.createReversal(id))).statusCode).toBe(400)
})

test('payouts in euros: three transfers, found through the balance transactions', async () => {
  const account = await readyAccount('DE')
  const stripeAccount = { stripeAccount: account }
  const source = await charge()
  const sent = new Set<string>()
  for (let count = 0; count < 3; count++) sent.add((await sendOf(source, account, 1_000)).id)
  expect(() => sandbox.control.payOut({ account, currency: 'eur' })).toThrow(/nothing of eur/)
  sandbox.control.settleFunds()
  const { id } = sandbox.control.payOut({ account, currency: 'eur' })
  const payout = await stripe.payouts.retrieve(id, {}, stripeAccount)
  expect(payout).toMatchObject({ amount: 2_700, currency: 'eur', status: 'paid', automatic: true })
  const rows = await stripe.balanceTransactions.list(
    { payout: id, expand: ['data.source.source_transfer'] },
    stripeAccount,
  )
  const found = rows.data
    .filter(({ type }) => type === 'payment')
    .map(({ source }) => ((source as Stripe.Charge).source_transfer as Stripe.Transfer).id)
  expect(new Set(found)).toEqual(sent)
  expect(rows.data.filter(({ type }) => type === 'payout').map(({ amount }) => amount)).toEqual([
    -2_700,
  ])
  expect(await holdings(account)).toEqual([0, 'eur'])
  const [{ id: transfer = '' } = {}] = (await stripe.transfers.list({ destination: account })).data
  expect((await errorOf(stripe.transfers.createReversal(transfer))).code).toBe(
    'balance_insufficient',
  )
  sandbox.control.failPayout({ account, id })
  expect(await stripe.payouts.retrieve(id, {}, stripeAccount)).toMatchObject({
    status: 'failed',
    failure_code: 'account_closed',
  })
  expect(await holdings(account)).toEqual([2_700, 'eur'])
})

test('payouts by hand', async () => {
  const account = await readyAccount()
  const stripeAccount = { stripeAccount: account }
  await sendOf(await charge(10_000, 'pm_card_bypassPending'), account, 5_000)
  const more = stripe.payouts.create({ amount: 5_001, currency: 'usd' }, stripeAccount)
  expect((await errorOf(more)).code).toBe('balance_insufficient')
  const payout = await stripe.payouts.create({ amount: 5_000, currency: 'usd' }, stripeAccount)
  expect(payout).toMatchObject({ status: 'pending', automatic: false })
  sandbox.control.payPayout({ account, id: payout.id })
  expect((await stripe.payouts.retrieve(payout.id, {}, stripeAccount)).status).toBe('paid')
})
