import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../app.ts'
import { createDemo, createUser } from '../demo.ts'
import { startProcess } from '../processes.ts'
import { hasRedis, startRedis } from '../redis.ts'

const document = '{ issues(first: 1) { nodes { title } } }'

const ask = async (address: string, headers: Record<string, string> = {}, query = document) => {
  const response = await fetch(`${address}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ query }),
  })
  const answer = (await response.json()) as {
    data?: unknown
    errors?: { message: string; extensions: Record<string, unknown> }[]
  }
  return { status: response.status, headers: response.headers, ...answer }
}

const budgetIn = (headers: Headers) =>
  Object.fromEntries(
    ['limit', 'remaining', 'used', 'reset'].map((name) => [
      name,
      Number(headers.get(`x-ratelimit-${name}`)),
    ]),
  )

describe('one process', () => {
  let app: TestApp
  let cost = 0
  const windowSeconds = 86_400
  beforeAll(async () => {
    const small = await startTestApp({ worker: false })
    cost = budgetIn((await ask(small.address)).headers).used ?? 0
    await small.stop()
    app = await startTestApp({
      worker: false,
      settings: {
        RATE_LIMIT_SIGNED_OUT: `${3 * cost}`,
        RATE_LIMIT_SIGNED_IN: `${4 * cost}`,
        RATE_LIMIT_WINDOW_SECONDS: `${windowSeconds}`,
      },
    })
    await createDemo(app.db)
  })
  afterAll(() => app.stop())

  test('headers tell of the budget, and past it there is a real 429 before anything is done', async () => {
    expect(cost).toBeGreaterThan(0)
    const limit = 3 * cost
    for (let used = cost; used <= limit; used += cost) {
      const { status, headers, data } = await ask(app.address)
      expect([status, data]).toEqual([200, { issues: { nodes: [expect.anything()] } }])
      const budget = budgetIn(headers)
      expect(budget).toMatchObject({ limit, used, remaining: limit - used })
      const reset = (budget.reset ?? 0) - Date.now() / 1_000
      expect(reset).toBeGreaterThan(0)
      expect(reset).toBeLessThanOrEqual(windowSeconds + 1)
    }
    for (const accept of ['application/json', 'application/graphql-response+json']) {
      const { result, statements } = await app.statementsDuring(() => ask(app.address, { accept }))
      expect(statements).toEqual([])
      expect(result.status).toBe(429)
      expect(result.data).toBeUndefined()
      expect(result.errors).toMatchObject([
        { extensions: { code: 'RATE_LIMITED', cost, limit, remaining: 0 } },
      ])
      expect(result.errors).toHaveLength(1)
      const retryAfter = Number(result.headers.get('retry-after'))
      expect(retryAfter).toBeGreaterThan(0)
      expect(retryAfter).toBeLessThanOrEqual(windowSeconds)
      expect(budgetIn(result.headers)).toMatchObject({ limit, used: limit, remaining: 0 })
    }
  })

  test('a person has a budget of their own, in all their sessions together', async () => {
    const one = await createUser(app.db)
    const other = await createUser(app.db)
    const sessions = [await app.signIn(one.id), await app.signIn(one.id)]
    const asUser = async (turn: number) => {
      const { cookie = '' } = sessions[turn % 2] ?? {}
      return (await ask(app.address, { cookie })).status
    }
    const statuses = []
    for (let turn = 0; turn < 5; turn++) statuses.push(await asUser(turn))
    expect(statuses).toEqual([200, 200, 200, 200, 429])
    const { cookie } = await app.signIn(other.id)
    expect((await ask(app.address, { cookie })).status).toBe(200)
  })

  test('a subscription is charged when it begins', async () => {
    const user = await createUser(app.db)
    const { cookie } = await app.signIn(user.id)
    for (let turn = 0; turn < 4; turn++) await ask(app.address, { cookie })
    const response = await fetch(`${app.address}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', cookie },
      body: JSON.stringify({
        query: `subscription { organizationUpdated { organization { login } } }`,
      }),
      signal: AbortSignal.timeout(10_000),
    })
    const text = await response.text()
    expect(text).toContain('RATE_LIMITED')
  })

  test('pages of the frontend may read the headers', async () => {
    const { headers } = await ask(app.address, { origin: 'http://127.0.0.1:3000' })
    const exposed = headers.get('access-control-expose-headers')?.toLowerCase() ?? ''
    for (const name of ['limit', 'remaining', 'used', 'reset']) {
      expect(exposed).toContain(`x-ratelimit-${name}`)
    }
    expect(exposed).toContain('retry-after')
  })

  test('what is answered from a cache is charged too', async () => {
    const own = await startTestApp({ worker: false })
    const query = '{ __schema { types { name } } }'
    const used = async () => budgetIn((await ask(own.address, {}, query)).headers).used
    const first = (await used()) ?? 0
    expect(first).toBeGreaterThan(0)
    expect(await used()).toBe(2 * first)
    await own.stop()
  })

  test('new documents are limited by their bytes, whether or not they are valid', async () => {
    const limit = 1_000
    const settings = { RATE_LIMIT_DOCUMENT_BYTES: `${limit}`, RATE_LIMIT_WINDOW_SECONDS: '86398' }
    const strict = await startTestApp({ worker: false, settings })
    const documentOf = (number: number) => `{ wrong${number} }`.padEnd(100)
    const statusOf = async (document: string) => {
      const accept = 'application/graphql-response+json'
      return (await ask(strict.address, { accept }, document)).status
    }
    const statuses = []
    for (let number = 0; number < 11; number++) statuses.push(await statusOf(documentOf(number)))
    expect(statuses).toEqual([...Array(10).fill(400), 429])
    expect(await statusOf(documentOf(1))).toBe(400)
    await strict.stop()
  })

  test('metrics count the slices that were leased', async () => {
    const text = await app.app.metrics.registry.metrics()
    expect(text).toMatch(/polar_rate_limit_leases_total\{outcome="granted"\} \d/)
    expect(text).toMatch(/polar_graphql_errors_total\{code="RATE_LIMITED"\} \d/)
  })
})

describe.each([
  ['PostgreSQL', true],
  ['Redis', hasRedis],
] as const)('two processes that count in %s', (name, isThere) => {
  test.skipIf(!isThere)(
    'never spend more than the limit in all, however both are asked',
    async () => {
      const app = await startTestApp({ worker: false })
      const redis = name === 'Redis' ? await startRedis() : null
      const cost = budgetIn((await ask(app.address)).headers).used ?? 1
      await app.db.rateLimit.deleteMany()
      const limit = 40 * cost + 1
      const settings = {
        DATABASE_URL: app.env.DATABASE_URL ?? '',
        DATA_DIR: app.env.DATA_DIR,
        ...(redis && { REDIS_URL: redis.url }),
        RATE_LIMIT_SIGNED_OUT: `${limit}`,
        // A window of its own, which is not over while the test runs.
        RATE_LIMIT_WINDOW_SECONDS: '86399',
      }
      const processes = [
        await startProcess('src/server.ts', settings),
        await startProcess('src/server.ts', settings),
      ]
      const statuses = await Promise.all(
        Array.from({ length: 120 }, async (_, turn) => {
          const { ready = '' } = processes[turn % 2] ?? {}
          return (await ask(ready)).status
        }),
      )
      const accepted = statuses.filter((status) => status === 200).length
      expect(accepted * cost).toBeLessThanOrEqual(limit)
      // Each process may keep a part of a slice that is too small for one more operation.
      expect(accepted).toBeGreaterThanOrEqual(38)
      expect(new Set(statuses)).toEqual(new Set([200, 429]))
      await Promise.all(processes.map((one) => one.stop()))
      redis?.stop()
      await app.stop()
    },
  )
})
