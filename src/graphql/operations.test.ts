import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
import { issuesEvent } from '../../test/github.ts'

let app: TestApp
let locker: pg.Client

beforeAll(async () => {
  app = await startTestApp({
    worker: false,
    settings: {
      OPERATIONS_PER_CLIENT: '3',
      OPERATIONS_WAITING_PER_CLIENT: '2',
      OPERATION_TIMEOUT_SECONDS: '3',
      OPERATION_STATEMENTS: '2',
      WEBHOOKS_WAITING: '30',
    },
  })
})
afterAll(() => app.stop())

/** Holds a lock on the table of issues, so that whoever reads it waits. */
beforeEach(async () => {
  locker = new pg.Client({ connectionString: app.env.DATABASE_URL })
  await locker.connect()
  await locker.query('BEGIN')
  await locker.query('LOCK TABLE issue IN ACCESS EXCLUSIVE MODE')
})
afterEach(() => locker.end())

/** Statements that wait for the lock. */
const blocked = async () => {
  const { rows } = await locker.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  )
  return rows[0].count as number
}

const slow = '{ issues(first: 1) { nodes { title } } }'

const send = (
  query: string,
  { signal, cookie = '' }: { signal?: AbortSignal; cookie?: string } = {},
) =>
  fetch(`${app.address}/graphql`, {
    method: 'POST',
    body: JSON.stringify({ query }),
    headers: { 'content-type': 'application/json', cookie },
    signal: signal ?? null,
  })

const codeOf = async (response: Response) => {
  const { errors } = (await response.json()) as { errors: { extensions: object }[] }
  return errors[0]?.extensions
}

test('the SQL of a client that leaves stops, and its place is free again', async () => {
  const abort = new AbortController()
  const asked = Array.from({ length: 3 }, () => send(slow, { signal: abort.signal }))
  const left = Promise.allSettled(asked)
  await expect.poll(blocked).toBe(3)
  abort.abort()
  await left
  await expect.poll(blocked).toBe(0)
  expect((await send('{ viewer { login } }')).status).toBe(200)
})

test('an operation that takes too long is answered, and its SQL stops', async () => {
  const response = await send(slow)
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('3')
  expect(await codeOf(response)).toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: 3 })
  await expect.poll(blocked).toBe(0)
})

test('an operation has two statements under way here, however many fields it has', async () => {
  const fields = Array.from(
    { length: 6 },
    (_, number) => `i${number}: issues(first: 1) { nodes { title } }`,
  )
  const asked = send(`{ ${fields.join(' ')} }`)
  await expect.poll(blocked).toBe(2)
  expect((await asked).status).toBe(503)
})

test('past what runs and waits a client is refused, and another one is not', async () => {
  const abort = new AbortController()
  const all = Array.from({ length: 8 }, () => send(slow, { signal: abort.signal }))
  const refused = await Promise.race(all)
  expect(refused.status).toBe(429)
  expect(refused.headers.get('retry-after')).toBe('1')
  expect(await codeOf(refused)).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 1 })
  const { cookie } = await app.signIn((await createUser(app.db)).id)
  expect((await send('{ viewer { login } }', { cookie })).status).toBe(200)
  const metrics = await (await fetch(`${app.address}/metrics`)).text()
  expect(metrics).toMatch(/polar_limit_running\{limit="operations"\} 3/)
  expect(metrics).toMatch(/polar_limit_refused_total\{limit="operations",reason="full"\} [1-9]/)
  abort.abort()
  await Promise.allSettled(all)
})

test('health and webhooks are served while operations hold every connection', async () => {
  const people = await Promise.all(Array.from({ length: 4 }, () => createUser(app.db)))
  const cookies = await Promise.all(people.map(async ({ id }) => (await app.signIn(id)).cookie))
  const document = '{ a: issues { nodes { title } } b: issues { nodes { title } } }'
  const abort = new AbortController()
  const all = cookies.flatMap((cookie) =>
    Array.from({ length: 3 }, () => send(document, { cookie, signal: abort.signal })),
  )
  await expect.poll(blocked).toBe(10)
  expect((await fetch(`${app.address}/readyz`)).status).toBe(200)
  expect((await app.deliver(issuesEvent('opened'))).status).toBe(202)
  abort.abort()
  await Promise.allSettled(all)
})

test('webhooks wait their turn; past that the sender is told to come back', async () => {
  await locker.query('LOCK TABLE webhook_delivery IN ACCESS EXCLUSIVE MODE')
  const event = issuesEvent('opened')
  const post = async () => {
    const { status, answer } = await app.deliver(event)
    return { status, code: (answer as { code?: string }).code }
  }
  const all = Array.from({ length: 60 }, post)
  // Four hold a connection and thirty wait.
  await expect.poll(blocked).toBe(4)
  expect(await Promise.race(all)).toEqual({ status: 503, code: 'UNAVAILABLE' })
  await locker.query('ROLLBACK')
  const statuses = (await Promise.all(all)).map(({ status }) => status)
  expect(statuses.filter((status) => status === 202)).toHaveLength(34)
  expect(statuses.filter((status) => status === 503)).toHaveLength(26)
})
