import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { held } from '../../../test/holding-worker.ts'
import { startProcess } from '../../../test/processes.ts'
import { connectDatabase, type Database } from '../db.ts'
import { defineJob, type JobDefinition } from '../jobs.ts'
import { createLogger } from '../logger.ts'
import { type Queue, startQueue } from '../queue.ts'

const payload = z.object({ group: z.string() })
const queue = { groupConcurrency: 2, concurrency: 4 }
const grouped = defineJob({ name: 'test.grouped', payload, queue })
const short = defineJob({ name: 'test.short', payload: z.object({}), queue: { policy: 'short' } })

const log = createLogger({ process: 'test', level: 'silent', pretty: false })

let database: TestDatabase
let db: Database
const processes: Queue[] = []

const start = async (jobs: JobDefinition[]) => {
  const started = await startQueue({ url: database.url, log, jobs, supervise: true })
  processes.push(started)
  return started
}

beforeAll(async () => {
  database = await createTestDatabase()
  db = connectDatabase({ url: database.url })
})
afterAll(async () => {
  for (const started of processes) await started.stop()
  await db.$disconnect()
  await database.drop()
})

const statesOf = async (name: string) => {
  const rows = await db.$queryRaw<{ state: string }[]>`
    SELECT state::text FROM pgboss.job WHERE name = ${name} ORDER BY state`
  return rows.map(({ state }) => state)
}

test('of a group never more run than it may, in two processes; another group runs beside', async () => {
  const definition = grouped as unknown as JobDefinition
  const [one, other] = [await start([definition]), await start([definition])]
  for (const group of [...Array(20).fill('busy'), 'calm']) {
    await one.send(db, 'r', grouped, { group }, { group: { id: group } })
  }
  const running: string[] = []
  const done: string[] = []
  let most = 0
  let calmRanBeside = false
  const run = async ({ payload: data }: { payload: unknown }) => {
    const { group } = payload.parse(data)
    running.push(group)
    most = Math.max(most, running.filter((name) => name === 'busy').length)
    await sleep(20)
    if (group === 'calm') calmRanBeside = done.length < 20
    running.splice(running.indexOf(group), 1)
    done.push(group)
  }
  await Promise.all([one.work(db, definition, run), other.work(db, definition, run)])
  await expect.poll(() => done.length, { timeout: 20_000 }).toBe(21)
  expect(most).toBe(2)
  expect(calmRanBeside).toBe(true)
})

test('the group of a killed worker is free again, and its job is done by another', async () => {
  const here = await start([held])
  await here.send(db, 'r', held, {}, { group: { id: 'acme' } })
  const killed = await startProcess('test/holding-worker.ts', { DATABASE_URL: database.url })
  await here.send(db, 'r', held, {}, { group: { id: 'acme' } })
  await killed.kill()
  await db.$executeRaw`
    UPDATE pgboss.job SET heartbeat_on = heartbeat_on - interval '1 minute'
    WHERE name = 'test.held' AND state = 'active'`
  await here.boss.supervise('test.held')
  // What failed for its heartbeat waits for its next try.
  await db.$executeRaw`UPDATE pgboss.job SET start_after = now() WHERE name = 'test.held'`
  await here.work(db, held, async () => {})
  await expect
    .poll(() => statesOf('test.held'), { timeout: 20_000 })
    .toEqual(['completed', 'completed'])
}, 30_000)

test('of jobs with one key one waits: a second is dropped, another key is not', async () => {
  const here = await start([short])
  for (const key of ['one', 'one', 'two', 'one']) await here.send(db, 'r', short, {}, { key })
  expect(await statesOf('test.short')).toEqual(['created', 'created'])
  const keys: unknown[] = []
  await here.work(db, short, async () => {
    keys.push('done')
    // While one runs, the next of its key may wait.
    if (keys.length === 1) await here.send(db, 'r', short, {}, { key: 'one' })
  })
  await expect.poll(() => statesOf('test.short')).toEqual(['completed', 'completed', 'completed'])
})

test('a queue keeps its policy: code that wants another one is told to rename the job', async () => {
  await start([short])
  const changed: JobDefinition = { ...short, queue: { policy: 'stately' } }
  await expect(start([changed])).rejects.toThrow('test.short has the policy short')
})
