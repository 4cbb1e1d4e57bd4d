import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { connectDatabase, type Database } from './db.ts'
import { defineJob } from './jobs.ts'
import { createLogger } from './logger.ts'
import { deadLetterQueue, type Queue, startQueue } from './queue.ts'

const payload = z.object({ number: z.number() })
const count = defineJob({ name: 'test.count', payload, queue: { concurrency: 1 } })
const flaky = defineJob({ name: 'test.flaky', payload, queue: { retryLimit: 1, retryDelay: 0 } })
const hopeless = defineJob({ name: 'test.hopeless', payload, queue: { retryLimit: 0 } })
const daily = defineJob({ name: 'test.daily', payload: z.object({}), schedule: '30 4 * * *' })

const log = createLogger({ process: 'test', level: 'silent', pretty: false })

let database: TestDatabase
let db: Database
let queue: Queue

const start = (jobs = [count, flaky, hopeless, daily]) =>
  startQueue({ url: database.url, log, jobs: jobs as never, supervise: true, spies: true })

beforeAll(async () => {
  database = await createTestDatabase()
  db = connectDatabase({ url: database.url })
  queue = await start()
})
afterAll(async () => {
  await queue.stop()
  await db.$disconnect()
  await database.drop()
})

test('jobs of one queue are done in the order in which they were sent', async () => {
  const numbers = Array.from({ length: 25 }, (_, number) => number)
  for (const number of numbers) {
    await queue.send(db, 'r', count, { number })
    // Their order is that of the milliseconds in which they were sent.
    const sent = Date.now()
    while (Date.now() === sent);
  }
  const done: number[] = []
  await queue.work(db, count, async ({ payload }) => {
    done.push((payload as { number: number }).number)
  })
  await expect.poll(() => done.length, { timeout: 10_000 }).toBe(25)
  expect(done).toEqual(numbers)
})

test('one that fails does not fail those fetched with it, and is tried again', async () => {
  const tries: number[] = []
  for (const number of [1, 2, 3]) await queue.send(db, 'r', flaky, { number })
  await queue.work(db, flaky, async ({ payload }) => {
    const { number } = payload as { number: number }
    tries.push(number)
    if (number === 2 && tries.filter((other) => other === 2).length === 1) throw new Error('once')
  })
  await expect.poll(() => [...tries].sort(), { timeout: 20_000 }).toEqual([1, 2, 2, 3])
})

test('one whose tries are used up goes to the dead-letter queue and stays there', async () => {
  await queue.send(db, 'the-request', hopeless, { number: 7 })
  await queue.work(db, hopeless, async () => {
    throw new Error('never')
  })
  const dead = () => queue.boss.findJobs<{ requestId: string }>(deadLetterQueue)
  await expect.poll(async () => (await dead()).length, { timeout: 20_000 }).toBe(1)
  const [job] = await dead()
  expect(job?.data).toEqual({ requestId: 'the-request', payload: { number: 7 } })
  const settings = await queue.boss.getQueue(deadLetterQueue)
  expect(settings).toMatchObject({
    retryLimit: 0,
    deleteAfterSeconds: 0,
    retentionSeconds: 2_147_483_647,
  })
})

test('schedules follow the code: new ones are made, dropped ones removed', async () => {
  const names = async () => (await queue.boss.getSchedules()).map(({ name }) => name)
  expect(await names()).toEqual(['test.daily'])
  const other = await start([count, flaky, hopeless] as never)
  expect(await names()).toEqual([])
  await other.stop()
})

test('settings of a queue that is there already follow the code', async () => {
  const changed = defineJob({ ...hopeless, queue: { retryLimit: 3 } })
  const other = await start([count, flaky, changed, daily] as never)
  expect((await queue.boss.getQueue('test.hopeless'))?.retryLimit).toBe(3)
  await other.stop()
})

test('neither waiting jobs nor dead letters are deleted because of their age', async () => {
  await queue.send(db, 'r', daily, {})
  await db.$executeRaw`
    UPDATE pgboss.job
    SET created_on = created_on - interval '1 year', keep_until = keep_until - interval '1 year'
    WHERE name IN ('dead', 'test.daily')`
  await queue.boss.supervise()
  expect(await queue.boss.findJobs(deadLetterQueue)).toHaveLength(1)
  expect(await queue.boss.findJobs('test.daily')).toHaveLength(1)
})
