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

  /** It was not done: it is to be done again. */
  putBack: async ({ name, data, key }: Job) => {
    await app.queue.boss.send(name, data, key ? { singletonKey: key } : {})
  },

  /** Time has passed: all that waits is due. */
  hasten: async () => {
    await db.$executeRaw`UPDATE pgboss.job SET start_after = now() WHERE state = 'created'`
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
