import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { connectDatabase, type Database } from '../db.ts'
import { defineJob, type JobDefinition, TryLater } from '../jobs.ts'
import { createLogger } from '../logger.ts'
import { deadLetterQueue, type Envelope, type Queue, startQueue } from '../queue.ts'

const log = createLogger({ process: 'test', level: 'silent', pretty: false })
const payload = z.object({ number: z.number() })
const define = (name: string, queue: JobDefinition['queue'] = {}) =>
  defineJob({ name: `test.${name}`, payload, queue: { retryLimit: 0, ...queue } })

const plain = define('plain')
const short = define('short', { policy: 'short' })
const stately = define('stately', { policy: 'stately' })
const singleton = define('singleton', { policy: 'singleton' })
const grouped = define('grouped', { groupConcurrency: 1 })
const all = [plain, short, stately, singleton, grouped]

let database: TestDatabase
let db: Database
let queue: Queue

beforeAll(async () => {
  database = await createTestDatabase()
  db = connectDatabase({ url: database.url })
  const jobs = all as unknown as JobDefinition[]
  queue = await startQueue({ url: database.url, log, jobs, supervise: true })
})
afterAll(async () => {
  await queue.stop()
  await db.$disconnect()
  await database.drop()
})

type Row = {
  state: string
  data: Envelope
  start_after: Date
  singleton_key: string | null
  group_id: string | null
}

const rowsOf = ({ name }: { name: string }) => db.$queryRaw<Row[]>`
  SELECT state::text, data, start_after, singleton_key, group_id FROM pgboss.job
  WHERE name = ${name} ORDER BY created_on, state DESC`

const waiting = async (job: { name: string }) =>
  (await rowsOf(job)).filter(({ state }) => state === 'created')

const work = (job: unknown, run: (envelope: Envelope) => Promise<void>) =>
  queue.work(db, job as JobDefinition, run)

/** Lets what waits for later begin now. */
const hurry = async ({ name }: { name: string }) => {
  await db.$executeRaw`
    UPDATE pgboss.job SET start_after = now() WHERE name = ${name} AND state = 'created'`
  for (const { id } of queue.boss.getWipData()) queue.boss.notifyWorker(id)
}

test.each([short, stately, singleton, grouped])(
  'a postponed job of $name waits for its time, with all that it had, and is then done',
  async (job) => {
    const at = new Date(Date.now() + 60_000)
    const options = { key: 'the-key', group: { id: 'acme' } }
    await queue.send(db, 'the-request', job, { number: 7 }, options)
    let isLimited = true
    await work(job, async () => {
      if (isLimited) throw new TryLater('GitHub is limited', { at })
    })
    await expect.poll(() => waiting(job)).toHaveLength(1)
    await expect.poll(async () => (await rowsOf(job)).map(({ state }) => state)).toHaveLength(2)
    const [next] = await waiting(job)
    expect(next).toMatchObject({ singleton_key: 'the-key', group_id: 'acme' })
    expect(next?.data).toEqual({ requestId: 'the-request', payload: { number: 7 }, attempts: 1 })
    const late = (next?.start_after.getTime() ?? 0) - at.getTime()
    expect(late).toBeGreaterThanOrEqual(0)
    expect(late).toBeLessThan(30_000)

    isLimited = false
    await hurry(job)
    const states = async () => (await rowsOf(job)).map(({ state }) => state)
    await expect.poll(states, { timeout: 10_000 }).toEqual(['completed', 'completed'])
    expect(await queue.boss.findJobs(deadLetterQueue)).toEqual([])
  },
)

test('without a time the wait grows with each postponement in a row; no tries are used up', async () => {
  await queue.send(db, 'r', plain, { number: 1 })
  const seen: (number | undefined)[] = []
  await work(plain, async ({ attempts }) => {
    seen.push(attempts)
    if (seen.length < 4) throw new TryLater('GitHub is away')
  })
  for (const [attempts, seconds] of [
    [1, 5],
    [2, 10],
    [3, 20],
  ] as const) {
    const attemptsWaiting = async () => (await waiting(plain)).map(({ data }) => data.attempts)
    await expect.poll(attemptsWaiting, { timeout: 10_000 }).toEqual([attempts])
    const [next] = await waiting(plain)
    const wait = ((next?.start_after.getTime() ?? 0) - Date.now()) / 1_000
    expect(wait).toBeGreaterThan(seconds - 2)
    expect(wait).toBeLessThan(seconds * 1.1 + 1)
    await hurry(plain)
  }
  await expect.poll(() => seen, { timeout: 10_000 }).toEqual([undefined, 1, 2, 3])
  expect(await queue.boss.findJobs(deadLetterQueue)).toEqual([])
})

test('a wait lasts a second at least, and without a time ten minutes at most', () => {
  const secondsOf = (error: TryLater, attempts: number) =>
    (error.next(attempts).getTime() - Date.now()) / 1_000
  const past = new TryLater('over', { at: new Date(Date.now() - 60_000) })
  expect(secondsOf(past, 1)).toBeGreaterThan(0.9)
  expect(secondsOf(new TryLater('away'), 50)).toBeGreaterThan(599)
  expect(secondsOf(new TryLater('away'), 50)).toBeLessThan(631)
})

test('one that another worker has taken over is not sent a second time', async () => {
  const job = define('lost')
  await queue.stop()
  const jobs = [...all, job] as unknown as JobDefinition[]
  queue = await startQueue({ url: database.url, log, jobs, supervise: true })
  await queue.send(db, 'r', job, { number: 1 })
  await work(job, async () => {
    await db.$executeRaw`
      UPDATE pgboss.job SET retry_count = retry_count + 1 WHERE name = 'test.lost'`
    throw new TryLater('too late')
  })
  await expect.poll(async () => (await rowsOf(job)).map(({ state }) => state)).toEqual(['active'])
  expect(await waiting(job)).toEqual([])
})
