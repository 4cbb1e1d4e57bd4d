import { afterEach, beforeEach, expect, test } from 'vitest'
import {
  connectSecret,
  errorOf,
  startReceiver,
  startWithSdk,
  type TestStripe,
  webhookSecret,
} from './testing.ts'

let sandbox: TestStripe
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeEach(async () => {
  receiver = await startReceiver()
  sandbox = await startWithSdk({ webhook: { url: receiver.url, secret: webhookSecret } })
})

afterEach(async () => {
  await sandbox.stop()
  await receiver.stop()
})

const settled = () => sandbox.webhooks.settled()

const pay = (payment_method = 'pm_card_visa') =>
  sandbox.stripe.paymentIntents.create({
    amount: 10_000,
    currency: 'usd',
    payment_method,
    confirm: true,
    allowed_payment_method_types: ['card'],
    metadata: { type: 'pledge' },
  })

test('every change is told, signed, in order, and can be read again', async () => {
  const intent = await pay()
  await sandbox.stripe.refunds.create({ payment_intent: intent.id, amount: 1_000 })
  await settled()
  expect(receiver.types()).toEqual([
    'payment_intent.created',
    'charge.succeeded',
    'payment_intent.succeeded',
    'refund.created',
    'charge.refunded',
  ])
  const [, charged, succeeded, , refunded] = receiver.events
  expect(succeeded).toMatchObject({
    object: 'event',
    livemode: false,
    data: { object: { id: intent.id, status: 'succeeded', metadata: { type: 'pledge' } } },
    request: { id: intent.lastResponse.requestId },
  })
  // What an event says is what was true then, whatever came later.
  expect(charged?.data.object).toMatchObject({ amount_refunded: 0 })
  expect(refunded?.data).toMatchObject({
    object: { amount_refunded: 1_000 },
    previous_attributes: { amount_refunded: 0 },
  })
  const read = await sandbox.stripe.events.retrieve(succeeded?.id ?? '')
  expect(read).toMatchObject({
    id: succeeded?.id,
    type: 'payment_intent.succeeded',
    pending_webhooks: 0,
  })
  const list = await sandbox.stripe.events.list({ types: ['charge.succeeded', 'charge.refunded'] })
  expect(list.data.map(({ type }) => type)).toEqual(['charge.refunded', 'charge.succeeded'])
  expect((await errorOf(sandbox.stripe.events.retrieve('evt_none'))).code).toBe('resource_missing')
})

test('a disputed card tells so, and when it is won', async () => {
  const { latest_charge } = await pay('pm_card_createDispute')
  const [dispute] = (await sandbox.stripe.disputes.list({ charge: `${latest_charge}` })).data
  sandbox.control.winDispute({ id: dispute?.id ?? '' })
  await settled()
  expect(receiver.types().filter((type) => type.startsWith('charge.dispute'))).toEqual([
    'charge.dispute.created',
    'charge.dispute.funds_withdrawn',
    'charge.dispute.closed',
    'charge.dispute.funds_reinstated',
  ])
})

test('what happens in connected accounts goes to their own endpoint', async () => {
  const connected = await startReceiver(connectSecret)
  sandbox.control.sendWebhooksTo({ of: 'connect', url: connected.url, secret: connectSecret })
  const { id: account } = await sandbox.stripe.accounts.create({
    capabilities: { transfers: { requested: true } },
  })
  sandbox.control.onboard({ account })
  const { latest_charge } = await pay('pm_card_bypassPending')
  await sandbox.stripe.transfers.create({
    amount: 6_300,
    currency: 'usd',
    destination: account,
    source_transaction: `${latest_charge}`,
  })
  sandbox.control.payOut({ account, currency: 'usd' })
  await settled()
  expect(connected.types()).toEqual([
    'account.updated',
    'payout.created',
    'payout.updated',
    'payout.paid',
    'payout.reconciliation_completed',
  ])
  expect(new Set(connected.events.map((event) => event.account))).toEqual(new Set([account]))
  expect(receiver.types()).not.toContain('account.updated')
  expect(receiver.types()).toContain('transfer.created')
  const read = await sandbox.stripe.events.list({ type: 'payout.paid' }, { stripeAccount: account })
  expect(read.data).toHaveLength(1)
  await connected.stop()
})

test('what fails is tried again, later or at once', async () => {
  sandbox.control.changeSettings({ retryDelaysMs: [20, 20, 60_000] })
  receiver.answer.status = 500
  const { id } = await sandbox.stripe.customers.create()
  await expect.poll(() => receiver.events.length).toBe(3)
  const [event] = (await sandbox.stripe.events.list({ delivery_success: false })).data
  expect(event).toMatchObject({ type: 'customer.created', pending_webhooks: 1 })
  receiver.answer.status = 200
  sandbox.control.retryWebhooks()
  await settled()
  expect(sandbox.control.listDeliveries().map(({ status, attempt }) => [status, attempt])).toEqual([
    [200, 4],
    [500, 3],
    [500, 2],
    [500, 1],
  ])
  expect(new Set(receiver.events.map((one) => one.id))).toEqual(new Set([event?.id]))
  expect(receiver.events[0]?.data.object).toMatchObject({ id })
  sandbox.control.resendEvent({ id: event?.id ?? '' })
  await settled()
  expect(receiver.events).toHaveLength(5)
})

test('held back, twice, in any order, or not at all', async () => {
  sandbox.control.changeWebhooks({ isPaused: true, copies: 2, isShuffled: true })
  for (let count = 0; count < 10; count++)
    await sandbox.stripe.customers.create({ name: `${count}` })
  await settled()
  expect(receiver.events).toEqual([])
  sandbox.control.changeWebhooks({ isPaused: false })
  await settled()
  const ids = receiver.events.map(({ id }) => id)
  expect(ids).toHaveLength(20)
  expect(new Set(ids).size).toBe(10)
  const names = receiver.events.map(({ data }) => (data.object as { name?: string }).name)
  expect(names).not.toEqual(names.toSorted())
  sandbox.control.changeWebhooks({ copies: 0 })
  await sandbox.stripe.customers.create()
  await settled()
  expect(receiver.events).toHaveLength(20)
})

test('endpoints made through the API get what they ask for', async () => {
  const made = await sandbox.stripe.webhookEndpoints.create({
    url: 'http://127.0.0.1:9/',
    enabled_events: ['charge.refunded'],
  })
  expect(made.secret).toMatch(/^whsec_/)
  const { id } = await pay()
  await sandbox.stripe.refunds.create({ payment_intent: id })
  await settled()
  const sent = sandbox.control.listDeliveries().filter(({ endpoint }) => endpoint === made.id)
  expect(sent).toMatchObject([{ type: 'charge.refunded', status: null, attempt: 1 }])
  expect((await sandbox.stripe.webhookEndpoints.retrieve(made.id)).secret).toBeUndefined()
  await sandbox.stripe.webhookEndpoints.del(made.id)
  expect((await errorOf(sandbox.stripe.webhookEndpoints.retrieve(made.id))).statusCode).toBe(404)
})

test('commands work over HTTP as well', async () => {
  const run = (name: string, given: object) =>
    fetch(`${sandbox.url}/_sandbox/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(given),
    })
  const { id } = await sandbox.stripe.paymentIntents.create({ amount: 500, currency: 'usd' })
  const paid = await run('payIntent', { id })
  expect(await paid.json()).toMatchObject({ status: 'succeeded' })
  expect((await run('settleWebhooks', {})).status).toBe(204)
  expect((await run('payIntent', { id })).status).toBe(422)
  expect((await run('nothing', {})).status).toBe(404)
  const list = await fetch(`${sandbox.url}/_sandbox`)
  expect((await list.json()).commands).toContain('winDispute')
})
