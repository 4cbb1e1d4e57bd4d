import { setTimeout as sleep } from 'node:timers/promises'
import { Prisma } from '#generated/prisma/client.ts'
import type { TestApp } from '../app.ts'

/** The channel on which pg-boss wakes its workers. */
const channel = Prisma.sql`'pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24)`

const isOpen = Prisma.sql`
  state IN ('created', 'retry', 'active') AND name <> 'dead' AND name NOT LIKE '\\_\\_pgboss%'`

/**
 * Time passes at once: what waits for a later moment is due now, and workers know it. Answers with
 * the names of all jobs that are not done, in one statement: it is asked again and again.
 */
export const hasten = async ({ db }: Pick<TestApp, 'db'>): Promise<string[]> => {
  const open = await db.$queryRaw<{ name: string }[]>(Prisma.sql`
    WITH early AS (
      SELECT id FROM pgboss.job WHERE ${isOpen} AND state <> 'active' AND start_after > now()
      FOR UPDATE SKIP LOCKED
    ), due AS (
      UPDATE pgboss.job SET start_after = now() FROM early WHERE job.id = early.id RETURNING name
    ), woken AS (
      SELECT pg_notify(${channel}, name) FROM (SELECT DISTINCT name FROM due) queue
    )
    SELECT name FROM pgboss.job WHERE ${isOpen} AND (SELECT count(*) FROM woken) >= 0`)
  return open.map(({ name }) => name)
}

/** Waits until no job is left. */
export const allDone = async (app: Pick<TestApp, 'db'>, patienceMs = 60_000): Promise<void> => {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const open = await hasten(app)
    if (open.length === 0) return
    if (Date.now() > deadline) throw new Error(`Not done: ${open.join(', ')}`)
    await sleep(15)
  }
}

/** What the jobs said that failed for good. */
export const deadJobs = ({ db }: Pick<TestApp, 'db'>) =>
  db.$queryRaw<object[]>`SELECT data, output FROM pgboss.job WHERE name = 'dead'`
