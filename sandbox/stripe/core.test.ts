import Stripe from 'stripe'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { errorOf, sdkOf, startWithSdk, type TestStripe } from './testing.ts'

let sandbox: TestStripe
let stripe: Stripe

beforeAll(async () => {
  sandbox = await startWithSdk()
  stripe = sandbox.stripe
})

afterAll(() => sandbox.stop())

const raw = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${sandbox.secretKey}`,
      'content-type': 'application/x-www-form-urlencoded',
      ...headers,
    },
    body,
  })

test('the SDK makes, changes, reads and deletes an object', async () => {
  const made = await stripe.customers.create({
    email: 'ada@example.com',
    name: 'Ada & Söhne [1]',
    address: { country: 'US', line1: '1 Main St', city: '' },
    preferred_locales: ['en', 'de'],
    metadata: { user_id: 'u1', empty: '' },
  })
  expect(made).toMatchObject({
    object: 'customer',
    name: 'Ada & Söhne [1]',
    address: { country: 'US', line1: '1 Main St', city: null },
    preferred_locales: ['en', 'de'],
    metadata: { user_id: 'u1' },
  })
  expect(made.id).toMatch(/^cus_\w{14}$/)
  expect(made.lastResponse.requestId).toMatch(/^req_/)
  const changed = await stripe.customers.update(made.id, {
    name: '',
    metadata: { user_id: '', plan: 'pro' },
  })
  expect(changed).toMatchObject({ name: null, email: 'ada@example.com', metadata: { plan: 'pro' } })
  expect((await stripe.customers.update(made.id, { metadata: '' })).metadata).toEqual({})
  expect(await stripe.customers.del(made.id)).toMatchObject({ id: made.id, deleted: true })
  const gone = { id: made.id, object: 'customer', deleted: true }
  expect(await stripe.customers.retrieve(made.id)).toEqual(expect.objectContaining(gone))
  for (const work of [
    stripe.customers.update(made.id, { name: 'x' }),
    stripe.customers.del(made.id),
    stripe.paymentMethods.list({ customer: made.id }),
    stripe.paymentIntents.create({ amount: 100, currency: 'usd', customer: made.id }),
    stripe.setupIntents.create({ customer: made.id }),
    stripe.billingPortal.sessions.create({ customer: made.id }),
    stripe.invoices.create({ customer: made.id }),
  ]) {
    expect((await errorOf(work)).code).toBe('resource_missing')
  }
})

test('keys: a good one as Bearer or Basic, none and a wrong one', async () => {
  const asBasic = { authorization: `Basic ${btoa(`${sandbox.secretKey}:`)}` }
  expect((await raw('/v1/customers', '', asBasic)).status).toBe(200)
  expect((await raw('/v1/customers', '', { authorization: '' })).status).toBe(401)
  const wrong = sdkOf({ ...sandbox, secretKey: 'sk_test_somebody_else' })
  const error = await errorOf(wrong.customers.list())
  expect(error).toBeInstanceOf(Stripe.errors.StripeAuthenticationError)
  expect(error.message).toMatch(/^Invalid API Key provided: sk_test_\*+else$/)
  const open = sdkOf({ ...sandbox, secretKey: sandbox.publishableKey })
  expect(await errorOf(open.customers.list())).toMatchObject({
    statusCode: 403,
    code: 'secret_key_required',
  })
})

test('an account that is not there, a version and an address nobody knows are refused', async () => {
  const elsewhere = { stripeAccount: 'acct_unknown' }
  expect(await errorOf(stripe.customers.list({}, elsewhere))).toMatchObject({
    statusCode: 403,
    code: 'account_invalid',
  })
  expect((await raw('/v1/customers', '', { 'stripe-version': '2015-01-01' })).status).toBe(400)
  const unknown = await raw('/v1/nothing', '')
  expect(unknown.status).toBe(404)
  expect(await unknown.json()).toMatchObject({
    error: { message: 'Unrecognized request URL (POST: /v1/nothing).' },
  })
})

test.each([
  ['name=a&colour=red', 'parameter_unknown', 'colour', 'Received unknown parameter: colour'],
  ['address[planet]=mars', 'parameter_unknown', 'address[planet]', /address\[planet\]/],
  ['email=nobody', 'email_invalid', 'email', 'Invalid email address: nobody'],
  [`metadata[${'k'.repeat(41)}]=v`, 'parameter_invalid', 'metadata', /up to 40 characters/],
  [`metadata[k]=${'v'.repeat(501)}`, 'parameter_invalid', 'metadata', /up to 500 characters/],
])('refuses %.40s', async (body, code, param, message) => {
  const answer = await raw('/v1/customers', body)
  expect(answer.status).toBe(400)
  const { error } = await answer.json()
  expect(error).toMatchObject({ type: 'invalid_request_error', code, param })
  expect(error.message).toMatch(message)
  expect(error.doc_url).toMatch(/^https:\/\/stripe\.com\/docs\/error-codes\//)
})

test('more than fifty keys of metadata are refused', async () => {
  const metadata = Object.fromEntries(Array.from({ length: 51 }, (_, index) => [`k${index}`, 'v']))
  expect((await errorOf(stripe.customers.create({ metadata }))).message).toMatch(/up to 50/)
})

test('lists go page by page, forth and back', async () => {
  const email = 'pages@example.com'
  const made: string[] = []
  for (let count = 0; count < 5; count++)
    made.unshift((await stripe.customers.create({ email })).id)
  const first = await stripe.customers.list({ email, limit: 2 })
  expect(first).toMatchObject({ object: 'list', has_more: true, url: '/v1/customers' })
  expect(first.data.map(({ id }) => id)).toEqual(made.slice(0, 2))
  const last = await stripe.customers.list({ email, limit: 3, starting_after: made[1] })
  expect(last.has_more).toBe(false)
  expect(last.data.map(({ id }) => id)).toEqual(made.slice(2))
  const before = await stripe.customers.list({ email, limit: 2, ending_before: made[3] })
  expect(before.has_more).toBe(true)
  expect(before.data.map(({ id }) => id)).toEqual(made.slice(1, 3))
  const all: string[] = []
  for await (const { id } of stripe.customers.list({ email, limit: 2 })) all.push(id)
  expect(all).toEqual(made)
  expect(await errorOf(stripe.customers.list({ starting_after: 'cus_none' }))).toMatchObject({
    code: 'resource_missing',
    param: 'starting_after',
  })
  expect((await errorOf(stripe.customers.list({ limit: 101 }))).param).toBe('limit')
})

test('a key does a thing once, whoever asks again', async () => {
  const key = { idempotencyKey: 'make-one' }
  const first = await stripe.customers.create({ name: 'Once', metadata: { a: '1' } }, key)
  const again = await stripe.customers.create({ name: 'Once', metadata: { a: '1' } }, key)
  expect(again.id).toBe(first.id)
  expect(again.lastResponse.headers['idempotent-replayed']).toBe('true')
  expect(again.lastResponse.headers['original-request']).toBe(first.lastResponse.requestId)
  const other = await errorOf(stripe.customers.create({ name: 'Twice' }, key))
  expect(other).toBeInstanceOf(Stripe.errors.StripeIdempotencyError)
  expect(other.statusCode).toBe(400)
})

test('what was refused for its parameters leaves the key free', async () => {
  const key = { idempotencyKey: 'mended' }
  await errorOf(stripe.customers.create({ email: 'nobody' }, key))
  expect((await stripe.customers.create({ email: 'now@example.com' }, key)).email).toBe(
    'now@example.com',
  )
})

test('the same key at the same time is refused while the first is under way', async () => {
  sandbox.control.failNext({ path: '/v1/customers', delayMs: 200 })
  const key = { idempotencyKey: 'at-once' }
  const first = stripe.customers.create({ name: 'At once' }, key)
  await expect
    .poll(
      () =>
        sandbox.state.keys.size &&
        [...sandbox.state.keys.keys()].some((name) => name.endsWith('at-once')),
    )
    .toBe(true)
  expect(await errorOf(stripe.customers.create({ name: 'At once' }, key))).toMatchObject({
    statusCode: 409,
    code: 'idempotency_key_in_use',
  })
  const patient = sdkOf(sandbox, { maxNetworkRetries: 5 })
  const [one, same] = await Promise.all([first, patient.customers.create({ name: 'At once' }, key)])
  expect(same.id).toBe(one.id)
})

// The SDK itself tries once more where a connection breaks.
test('an answer can be lost before or after the work is done', async () => {
  const count = async () => (await stripe.customers.list({ email: 'lost@example.com' })).data.length
  const make = (idempotencyKey: string) =>
    stripe.customers.create({ email: 'lost@example.com' }, { idempotencyKey })
  sandbox.control.failNext({ path: '/v1/customers', method: 'POST', times: 2, drop: true })
  expect(await errorOf(make('lost-1'))).toBeInstanceOf(Stripe.errors.StripeConnectionError)
  expect(await count()).toBe(0)
  sandbox.control.failNext({
    path: '/v1/customers',
    method: 'POST',
    times: 2,
    drop: true,
    served: true,
  })
  expect(await errorOf(make('lost-2'))).toBeInstanceOf(Stripe.errors.StripeConnectionError)
  expect(await count()).toBe(1)
  sandbox.control.failNext({ path: '/v1/customers', method: 'POST', status: 502, served: true })
  expect((await errorOf(make('lost-3'))).statusCode).toBe(502)
  await make('lost-1')
  await make('lost-2')
  await make('lost-3')
  expect(await count()).toBe(3)
})

test('a failure can let some requests pass before it', async () => {
  sandbox.control.failNext({ path: '/v1/customers', skip: 2, status: 500 })
  const statuses: unknown[] = []
  for (let request = 0; request < 4; request++) {
    statuses.push(
      await stripe.customers.list({ limit: 1 }).then(
        () => 200,
        (error: Stripe.errors.StripeError) => error.statusCode,
      ),
    )
  }
  expect(statuses).toEqual([200, 200, 500, 200])
})

test.each([
  [429, Stripe.errors.StripeRateLimitError, 'rate_limit'],
  [402, Stripe.errors.StripeCardError, 'card_declined'],
  [500, Stripe.errors.StripeAPIError, undefined],
])('a request fails with %i on demand, once', async (status, kind, code) => {
  sandbox.control.failNext({ path: '/v1/customers', status })
  const error = await errorOf(stripe.customers.list())
  expect(error).toBeInstanceOf(kind)
  expect(error.code).toBe(code)
  expect((await stripe.customers.list({ limit: 1 })).object).toBe('list')
})
