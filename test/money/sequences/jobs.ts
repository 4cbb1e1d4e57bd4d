import type { Ctx } from '#context.ts'
import { domains } from '#domains.ts'
import type { Worker } from '#lib/jobs.ts'
import type { Envelope } from '#lib/queue.ts'
import type { TestApp } from '../../app.ts'

export type Job = { id: string; name: string; data: Envelope; key: string | null }

const workers = new Map<string, Worker<Ctx>>(
  domains.flatMap(({ workers = [] }) => workers).map((worker) => [worker.job.name, worker]),
)

/** The queue of an application that has no worker: what is due is taken out by hand, in any order. */
export const createJobs = ({ app, db }: TestApp) => ({
  /** Those that are due, oldest first. */
  due: () =>
    db.$queryRaw<Job[]>`
      SELECT id, name, data, singleton_key AS key FROM pgboss.job
      WHERE state = 'created' AND start_after <= now() ORDER BY created_on, name, data::text`,

  /** From now on nobody else does it; what is sent meanwhile waits beside it. */
  take: async ({ id, name }: Job) => {
    await db.$executeRaw`DELETE FROM pgboss.job WHERE name = ${name} AND id = ${id}::uuid`
  },

  /** It was not done: it is to be done again, at once or when time has passed. */
  putBack: async ({ name, data, key }: Job, { isLater }: { isLater: boolean }) => {
    const startAfter = isLater ? 3_600 : 0
    await app.queue.boss.send(name, data, { startAfter, ...(key && { singletonKey: key }) })
  },

  /** How many there are, due or not. */
  count: async () => {
    const [row] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM pgboss.job WHERE state = 'created'`
    return row?.count ?? 0
  },

  /** Time has passed: all that waits is due, or the jobs of one name. */
  hasten: async (name: string | null = null) => {
    await db.$executeRaw`
      UPDATE pgboss.job SET start_after = now()
      WHERE state = 'created' AND (${name}::text IS NULL OR name = ${name})`
  },

  run: (ctx: Ctx, { name, data }: Pick<Job, 'name' | 'data'>): Promise<void> => {
    const worker = workers.get(name)
    if (!worker) throw new Error(`Nobody does ${name}`)
    return worker.run(ctx, data.payload)
  },

  /** Forgets all that is left of a run. */
  clear: async () => {
    await db.$executeRaw`DELETE FROM pgboss.job`
  },
})

export type Jobs = ReturnType<typeof createJobs>
