import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { connectDatabase, type Database } from '../db.ts'
import { defineJob, type JobDefinition } from '../jobs.ts'
import { createLogger } from '../logger.ts'
import { type Queue, startQueue } from '../queue.ts'

const log = createLogger({ process: 'test', level: 'silent', pretty: false })
const payload = z.object({})
const everyMinute = defineJob({ name: 'test.minute', payload, schedule: '* * * * *' })

let database: TestDatabase
let db: Database
const processes: Queue[] = []

/** Another worker process. */
const start = async () => {
  const jobs = [everyMinute] as unknown as JobDefinition[]
  const started = await startQueue({ url: database.url, log, jobs, supervise: true })
  processes.push(started)
  return started
}

beforeAll(async () => {
  database = await createTestDatabase()
  db = connectDatabase({ url: database.url })
})
afterAll(async () => {
  await Promise.all(processes.map((started) => started.stop()))
  await db.$disconnect()
  await database.drop()
})

/** Forgets that somebody has looked at the schedules just now: who starts looks again. */
const forgetLook = () => db.$executeRaw`UPDATE pgboss.version SET cron_on = NULL`

/** Whether somebody has looked since. */
const isLookedAt = async () => {
  const [row] = await db.$queryRaw<{ looked: boolean }[]>`
    SELECT cron_on IS NOT NULL AS looked FROM pgboss.version`
  return row?.looked
}

/** The minutes for which somebody found the schedule due; a job follows from each. */
const minutes = async () =>
  (
    await db.$queryRaw<{ minute: Date }[]>`
      SELECT singleton_on AS minute FROM pgboss.job WHERE name = '__pgboss__send-it'`
  ).map(({ minute }) => minute.toISOString())

const states = async () =>
  (
    await db.$queryRaw<{ state: string }[]>`
      SELECT state::text FROM pgboss.job WHERE name = ${everyMinute.name}`
  ).map(({ state }) => state)

test('what is scheduled runs once, however many workers look at the schedules', async () => {
  await start()
  for (const others of [2, 1]) {
    await forgetLook()
    await Promise.all(Array.from({ length: others }, start))
    await expect.poll(isLookedAt, { timeout: 10_000 }).toBe(true)
  }
  await expect.poll(states, { timeout: 15_000 }).toContain('created')

  let runs = 0
  const definition = everyMinute as unknown as JobDefinition
  for (const { work } of processes) {
    await work(db, definition, async () => {
      runs += 1
    })
  }
  await expect.poll(async () => (await minutes()).length).toBe((await states()).length)
  await expect.poll(async () => new Set(await states())).toEqual(new Set(['completed']))
  const due = await minutes()
  expect(new Set(due).size).toBe(due.length)
  expect(runs).toBe(due.length)
}, 45_000)
