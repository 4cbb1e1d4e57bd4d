import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
import { issuesEvent } from '../../test/github.ts'

let app: TestApp
let locker: pg.Client
let observer: pg.Client

beforeAll(async () => {
  app = await startTestApp({
    worker: false,
    settings: {
      OPERATIONS_PER_CLIENT: '3',
      OPERATIONS_WAITING_PER_CLIENT: '2',
      OPERATION_TIMEOUT_SECONDS: '60',
      OPERATION_STATEMENTS: '2',
      WEBHOOKS_WAITING: '30',
    },
  })
  observer = new pg.Client({ connectionString: app.env.DATABASE_URL })
  await observer.connect()
})
afterAll(async () => {
  await observer.end()
  await app.stop()
})

/** Holds a lock on the table of issues, so that whoever reads it waits. */
const lockIssues = async ({ env }: TestApp) => {
  const client = new pg.Client({ connectionString: env.DATABASE_URL })
  await client.connect()
  await client.query('BEGIN')
  await client.query('LOCK TABLE issue IN ACCESS EXCLUSIVE MODE')
  return client
}

beforeEach(async () => {
  locker = await lockIssues(app)
})
afterEach(() => locker.end())

const patience = { timeout: 10_000 }

/** Statements that wait for a lock in the database of an application. */
const blockedIn = async ({ env }: TestApp) => {
  const { rows } = await observer.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE datname = $1 AND wait_event_type = 'Lock'`,
    [new URL(env.DATABASE_URL ?? '').pathname.slice(1)],
  )
  return rows[0].count as number
}

const blocked = () => blockedIn(app)

const slow = '{ issues(first: 1) { nodes { title } } }'

const send = (
  query: string,
  { signal, cookie = '', to = app }: { signal?: AbortSignal; cookie?: string; to?: TestApp } = {},
) =>
  fetch(`${to.address}/graphql`, {
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
  await expect.poll(blocked, patience).toBe(3)
  abort.abort()
  await left
  await expect.poll(blocked, patience).toBe(0)
  expect((await send('{ viewer { login } }')).status).toBe(200)
})

test('an operation that takes too long is answered, and its SQL stops', async () => {
  const hasty = await startTestApp({ worker: false, settings: { OPERATION_TIMEOUT_SECONDS: '1' } })
  const lock = await lockIssues(hasty)
  const response = await send(slow, { to: hasty })
  expect(response.status).toBe(503)
  expect(response.headers.get('retry-after')).toBe('1')
  expect(await codeOf(response)).toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: 1 })
  await expect.poll(() => blockedIn(hasty), patience).toBe(0)
  await lock.end()
  await hasty.stop()
})

test('an operation has two statements under way here, however many fields it has', async () => {
  const fields = Array.from(
    { length: 6 },
    (_, number) => `i${number}: issues(first: 1) { nodes { title } }`,
  )
  const asked = send(`{ ${fields.join(' ')} }`)
  await expect.poll(blocked, patience).toBe(2)
  await locker.query('ROLLBACK')
  expect((await asked).status).toBe(200)
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
  await expect.poll(blocked, patience).toBe(10)
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
  const answers: Awaited<ReturnType<typeof post>>[] = []
  const all = Array.from({ length: 60 }, async () => answers.push(await post()))
  // Four hold a connection and thirty wait.
  await expect.poll(() => answers.length, patience).toBe(26)
  expect(new Set(answers.map(({ status, code }) => `${status} ${code}`))).toEqual(
    new Set(['503 UNAVAILABLE']),
  )
  await locker.query('ROLLBACK')
  await Promise.all(all)
  expect(answers.filter(({ status }) => status === 202)).toHaveLength(34)
})

test('of 60 webhooks at once, with no connection open yet, each is taken', async () => {
  const cold = await startTestApp({ worker: false })
  const all = Array.from({ length: 60 }, () => cold.deliver(issuesEvent('opened')))
  expect(new Set((await Promise.all(all)).map(({ status }) => status))).toEqual(new Set([202]))
  await cold.stop()
})
