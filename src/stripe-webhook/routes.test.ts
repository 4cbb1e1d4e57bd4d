import { randomUUID } from 'node:crypto'
import Stripe from 'stripe'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'

const secrets = {
  platform: 'whsec_of_the_platform',
  connect: 'whsec_of_connected_accounts',
}
const paths = { platform: '/webhooks/stripe', connect: '/webhooks/stripe/connect' }
type Endpoint = keyof typeof paths

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({
    worker: false,
    settings: {
      STRIPE_WEBHOOK_SECRET: secrets.platform,
      STRIPE_CONNECT_WEBHOOK_SECRET: secrets.connect,
    },
  })
})
afterAll(() => app.stop())

const stored = () => app.db.stripeEvent.count()
const storedAs = (id: string) => app.db.stripeEvent.findUniqueOrThrow({ where: { id } })

const created = 1_767_000_000

const eventOf = (type: string, more: object = {}) => ({
  id: `evt_${randomUUID()}`,
  object: 'event',
  api_version: Stripe.API_VERSION,
  created,
  data: { object: { id: 'cus_1', object: 'customer' } },
  livemode: false,
  pending_webhooks: 1,
  request: { id: null, idempotency_key: null },
  type,
  ...more,
})

const now = () => Math.floor(Date.now() / 1_000)

const sign = (payload: string, secret: string, timestamp = now()) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp })

const post = async (
  endpoint: Endpoint,
  body: string | Uint8Array<ArrayBuffer>,
  signature: string | null = sign(`${body}`, secrets[endpoint]),
) => {
  const response = await app.post(paths[endpoint], body, {
    'content-type': 'application/json; charset=utf-8',
    ...(signature !== null && { 'stripe-signature': signature }),
  })
  return { status: response.status, answer: (await response.json()) as Record<string, string> }
}

const deliver = (event: object, endpoint: Endpoint = 'platform') =>
  post(endpoint, JSON.stringify(event))

const jobsOf = (eventId: string) =>
  app.app.queue.boss.findJobs('stripe-webhook.process_event', { data: { payload: { eventId } } })

const outcomes = async () => {
  const values = (await app.app.metrics.webhooks.get()).values
  return Object.fromEntries(
    values
      .filter(({ labels }) => labels.source === 'stripe')
      .map(({ labels, value }) => [labels.outcome, value]),
  )
}

const good = JSON.stringify(eventOf('payment_intent.succeeded'))

describe('what is refused leaves nothing behind', () => {
  const cases: [name: string, body: string, signature: string | null, status: number][] = [
    ['no signature', good, null, 401],
    ['an empty signature', good, '', 401],
    ['a signature of another kind', good, 'sha256=abc', 401],
    ['a signature by another secret', good, sign(good, 'whsec_of_somebody'), 401],
    ['the secret of the other endpoint', good, sign(good, secrets.connect), 401],
    ['a signature of another body', good, sign(`${good} `, secrets.platform), 401],
    ['a signature of 301 s ago', good, sign(good, secrets.platform, now() - 301), 401],
    [
      'a time that was not signed',
      good,
      sign(good, secrets.platform, now() - 900).replace(/t=\d+/, `t=${now()}`),
      401,
    ],
    ['an empty body', '', sign(' ', secrets.platform), 401],
    ['no JSON', 'type=charge.succeeded', sign('type=charge.succeeded', secrets.platform), 400],
    ['half a JSON document', good.slice(0, 90), sign(good.slice(0, 90), secrets.platform), 400],
    ['JSON that is no object', '[1,2]', sign('[1,2]', secrets.platform), 400],
    ['null', 'null', sign('null', secrets.platform), 400],
  ]
  test.each(cases)('%s', async (_name, body, signature, status) => {
    const before = await stored()
    const refused = await post('platform', body, signature)
    expect(refused).toEqual({ status, answer: { error: expect.any(String) } })
    expect(await stored()).toBe(before)
  })

  test.each([
    ['no id', { id: undefined }],
    ['no type', { type: undefined }],
    ['a time that is none', { created: 'today' }],
    ['no object', { data: {} }],
    ['another object than an event', { object: 'v2.core.event' }],
  ])('an event with %s', async (_name, change) => {
    const before = await stored()
    const refused = await deliver(eventOf('charge.succeeded', change))
    expect(refused.status).toBe(400)
    expect(await stored()).toBe(before)
  })

  test('what the platform’s secret signed, at the endpoint of connected accounts', async () => {
    const event = JSON.stringify(eventOf('payout.paid', { account: 'acct_1' }))
    const refused = await post('connect', event, sign(event, secrets.platform))
    expect(refused.status).toBe(401)
  })

  test('an event of no account, at the endpoint of connected accounts', async () => {
    const refused = await deliver(eventOf('payout.paid'), 'connect')
    expect(refused).toEqual({
      status: 400,
      answer: { error: 'The body is not the JSON of an event of a connected account' },
    })
  })

  test('2 MB', async () => {
    const before = await stored()
    const status = await post('platform', new Uint8Array(2 * 1024 * 1024), 't=1,v1=0').then(
      (refused) => refused.status,
      () => 413,
    )
    expect(status).toBe(413)
    expect(await stored()).toBe(before)
  })

  test('GET', async () => {
    const response = await fetch(`${app.address}${paths.connect}`)
    expect(response.status).toBe(405)
    expect(response.headers.get('allow')).toBe('POST')
  })
})

describe('what is accepted', () => {
  test('is stored before it is answered with 202', async () => {
    const event = eventOf('customer.created')
    expect(await deliver(event)).toEqual({
      status: 202,
      answer: { event: event.id, status: 'ignored' },
    })
    expect(await storedAs(event.id)).toMatchObject({
      type: 'customer.created',
      account: null,
      status: 'IGNORED',
      reason: 'Nothing is done on customer.created',
      happenedAt: new Date(created * 1_000),
      payload: event,
    })
    expect(await jobsOf(event.id)).toEqual([])
  })

  test('signed 299 s ago, by one of two secrets', async () => {
    const body = JSON.stringify(eventOf('customer.created'))
    const ours = sign(body, secrets.platform, now() - 299)
    const { status } = await post('platform', body, `${ours},v1=${'0'.repeat(64)},v0=1`)
    expect(status).toBe(202)
  })

  test('a second time with the same id does nothing', async () => {
    const event = eventOf('customer.created')
    await deliver(event)
    const before = await stored()
    const again = await deliver({ ...event, type: 'customer.updated' })
    expect(again).toEqual({ status: 202, answer: { event: event.id, status: 'duplicate' } })
    expect(await stored()).toBe(before)
    expect(await storedAs(event.id)).toMatchObject({ type: 'customer.created' })
  })

  test('an event named like a property of every object is unknown too', async () => {
    expect((await deliver(eventOf('constructor'))).answer.status).toBe('ignored')
  })

  test('is kept without what lets somebody act on a payment', async () => {
    const intent = { id: 'pi_1', object: 'payment_intent', client_secret: 'pi_1_secret_2' }
    const event = eventOf('payment_intent.created', { data: { object: intent } })
    await deliver(event)
    const { payload } = await storedAs(event.id)
    expect(payload).toMatchObject({ data: { object: { id: 'pi_1', object: 'payment_intent' } } })
    expect(JSON.stringify(payload)).not.toContain('secret')
  })

  test('text that PostgreSQL does not store', async () => {
    const object = { name: 'a\0b\ud800' }
    const event = eventOf('customer.created', { data: { object } })
    expect((await deliver(event)).status).toBe(202)
    expect((await storedAs(event.id)).payload).toMatchObject({
      data: { object: { name: 'ab\ufffd' } },
    })
  })

  test('each outcome is counted', async () => {
    const before = await outcomes()
    await deliver(eventOf('customer.created'))
    await post('platform', good, null)
    const after = await outcomes()
    expect(after.ignored).toBe((before.ignored ?? 0) + 1)
    expect(after.unsigned).toBe((before.unsigned ?? 0) + 1)
  })
})
