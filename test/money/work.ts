import { setTimeout as sleep } from 'node:timers/promises'
import { Prisma } from '#generated/prisma/client.ts'
import type { TestApp } from '../app.ts'

type Names = { name: string }[]

/** The channel on which pg-boss wakes its workers. */
const channel = Prisma.sql`'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24)`

const ours = Prisma.sql`name <> 'dead' AND name NOT LIKE '\\_\\_pgboss%'`

/** What waits for a later moment is due now, and workers know it. */
export const hasten = async ({ db }: Pick<TestApp, 'db'>): Promise<void> => {
  const waiting = await db.$queryRaw<Names>(Prisma.sql`
    UPDATE pgboss.job SET start_after = now() FROM (
      SELECT id AS waiting FROM pgboss.job
      WHERE state IN ('created', 'retry') AND start_after > now() AND ${ours}
      FOR UPDATE SKIP LOCKED) found
    WHERE id = waiting RETURNING name`)
  for (const name of new Set(waiting.map((job) => job.name))) {
    await db.$queryRaw(Prisma.sql`SELECT pg_notify(${channel}, ${name})::text`)
  }
}

/** Jobs that are not done, of all queues but that of dead ones. */
export const openJobs = async ({ db }: Pick<TestApp, 'db'>): Promise<string[]> => {
  const open = await db.$queryRaw<Names>(Prisma.sql`
    SELECT name FROM pgboss.job WHERE state IN ('created', 'retry', 'active') AND ${ours}`)
  return open.map(({ name }) => name)
}

/** Waits until no job is left, and none waits for its time: time passes at once. */
export const allDone = async (app: Pick<TestApp, 'db'>, patienceMs = 15_000): Promise<void> => {
  const deadline = Date.now() + patienceMs
  for (;;) {
    await hasten(app)
    const open = await openJobs(app)
    if (open.length === 0) return
    if (Date.now() > deadline) throw new Error(`Not done: ${open.join(', ')}`)
    await sleep(10)
  }
}

/** What the jobs said that failed for good. */
export const deadJobs = async ({ db }: Pick<TestApp, 'db'>) =>
  db.$queryRaw<object[]>`SELECT data, output FROM pgboss.job WHERE name = 'dead'`
