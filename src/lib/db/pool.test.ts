import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { createOrganization } from '../../../test/demo.ts'
import { connectPool, type Database, databaseOf } from '../db.ts'
import { createOperation, runInOperation } from '../operation.ts'
import { unavailabilityIn } from './failures.ts'
import type { DatabasePool } from './pool.ts'

let database: TestDatabase
let pool: DatabasePool
let db: Database
let observer: DatabasePool
const sent: string[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  pool = connectPool({ url: database.url, connections: 3, waitSeconds: 20 })
  db = databaseOf(pool, (sql) => sent.push(sql))
  observer = connectPool({ url: database.url, connections: 1 })
})
afterAll(async () => {
  await Promise.all([db.$disconnect(), observer.end()])
  await database.drop()
})

const begin = (client = 'somebody', statements = 4) => {
  const abort = new AbortController()
  const operation = createOperation({ client, signal: abort.signal, statements })
  return {
    abort,
    // Prisma sends a statement when somebody waits for it, so that must be inside.
    run: <Result>(work: () => Promise<Result>) =>
      runInOperation(operation, async () => await work()),
  }
}

/** Statements under way that carry a mark, as the server sees them. */
const running = async (mark: string) => {
  const { rows } = await observer.query(
    `SELECT count(*)::int AS count FROM pg_stat_activity
     WHERE state = 'active' AND query LIKE $1 AND pid <> pg_backend_pid()`,
    [`%${mark}%`],
  )
  return (rows[0] as unknown as { count: number }).count
}

test('the server stops the statement of an operation that is no longer wanted', async () => {
  const { abort, run } = begin()
  const asked = run(() => db.$queryRaw`SELECT pg_sleep(60)::text AS unwanted`)
  const failed = expect(asked).rejects.toThrow()
  await expect.poll(() => running('unwanted'), { timeout: 10_000 }).toBe(1)
  abort.abort(new Error('The client left'))
  await failed
  expect(await running('unwanted')).toBe(0)
  await expect(run(() => db.$queryRaw`SELECT 1`)).rejects.toThrow()
})

test('a transaction runs to its end', async () => {
  const { abort, run } = begin()
  const done = run(() =>
    db.$transaction(async (tx) => {
      const { id } = await createOrganization(tx as Database)
      abort.abort()
      await tx.$queryRaw`SELECT pg_sleep(0.05)::text`
      return id
    }),
  )
  expect(await db.organization.findUnique({ where: { id: await done } })).not.toBeNull()
})

test('hundreds of cancelled statements never stop one of a neighbour', async () => {
  let isOver = false
  const neighbour = async (client: string) => {
    const { run } = begin(client)
    let answers = 0
    while (!isOver) {
      answers += 1
      const rows = await run(
        () => db.$queryRaw`SELECT ${answers}::int AS answer, pg_sleep(0.001)::text`,
      )
      expect(rows).toMatchObject([{ answer: answers }])
    }
    return answers
  }
  const neighbours = [neighbour('one'), neighbour('two')]
  let cancelled = 0
  for (let round = 0; round < 400; round++) {
    const { abort, run } = begin('leaver')
    // Ends before, while or after it is cancelled, and everything between.
    const asked = run(() => db.$queryRaw`SELECT pg_sleep(${(round % 20) / 1_000})::text`)
    setTimeout(() => abort.abort(new Error('The client left')), round % 7)
    await asked.catch(() => (cancelled += 1))
  }
  isOver = true
  const answers = await Promise.all(neighbours)
  expect(Math.min(...answers)).toBeGreaterThan(100)
  expect(cancelled).toBeGreaterThan(20)
  expect(cancelled).toBeLessThan(400)
}, 60_000)

test('operations share no statement, so that cancelling one leaves the others theirs', async () => {
  const { id } = await createOrganization(db)
  const [leaver, stayer] = [begin('leaver'), begin('stayer')]
  const find = () => db.organization.findUnique({ where: { id }, select: { id: true } })
  sent.length = 0
  const [, kept, again, nobodys] = await Promise.all([
    leaver.run(find).catch(() => undefined),
    stayer.run(find),
    stayer.run(find),
    find(),
    Promise.resolve().then(() => leaver.abort.abort()),
  ])
  expect([kept, again, nobodys]).toEqual([{ id }, { id }, { id }])
  // The leaver’s may have been sent before it was over.
  expect(sent.filter((sql) => sql.includes('"organization"')).length).toBeLessThanOrEqual(3)
})

test('an operation has a bounded number of statements under way', async () => {
  const own = connectPool({ url: database.url, connections: 5 })
  const { run } = begin('eager', 2)
  const asked = run(() =>
    Promise.all(Array.from({ length: 6 }, () => own.query('SELECT pg_sleep(0.2) AS bounded'))),
  )
  let most = 0
  let isOver = false
  const watch = async () => {
    while (!isOver) most = Math.max(most, await running('bounded'))
  }
  const watching = watch()
  await asked
  isOver = true
  await watching
  expect(most).toBe(2)
  await own.end()
})

test('a client that asks for much leaves room for one that asks for little', async () => {
  const { run } = begin('greedy', 100)
  let greedyDone = 0
  const greedy = run(() =>
    Promise.all(
      Array.from({ length: 60 }, async () => {
        await db.$queryRaw`SELECT pg_sleep(0.05)::text`
        greedyDone += 1
      }),
    ),
  )
  await begin('modest').run(() => db.$queryRaw`SELECT 1`)
  expect(greedyDone).toBeLessThan(10)
  await greedy
})

test('a statement that finds no connection in time is told when to come back', async () => {
  const small = databaseOf(connectPool({ url: database.url, connections: 1, waitSeconds: 1 }))
  const first = small.$queryRaw`SELECT pg_sleep(2)::text`.then(() => 'done')
  const late = await small.organization.findMany().catch(unavailabilityIn)
  expect(late).toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: expect.any(Number) })
  expect(await first).toBe('done')
  await small.$disconnect()
})

test('errors of a statement that a later try may not meet are told apart from faults', async () => {
  const failureOf = (work: Promise<unknown>) => work.then(() => 'none', unavailabilityIn)
  const unavailable = expect.objectContaining({ code: 'UNAVAILABLE' })
  const tooSlow = db.$transaction(async (tx) => {
    await tx.$executeRaw`SET LOCAL statement_timeout = '20ms'`
    await tx.$queryRaw`SELECT pg_sleep(1)::text`
  })
  expect(await failureOf(tooSlow)).toEqual(unavailable)
  const ended = db.$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`
  expect(await failureOf(ended)).toEqual(unavailable)
  const away = databaseOf(connectPool({ url: 'postgres://nobody:x@127.0.0.1:1/none' }))
  expect(await failureOf(away.organization.findMany())).toEqual(unavailable)
  expect(await failureOf(away.$transaction((tx) => tx.organization.count()))).toEqual(unavailable)
  expect(await failureOf(db.$queryRaw`SELECT 1 / 0`)).toBeNull()
  expect(await failureOf(db.$queryRaw`SELECT nothing`)).toBeNull()
})
