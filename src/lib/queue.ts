import { fromPrisma, type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { z } from 'zod'
import type { Database, Transaction } from './db.ts'
import { messageOf } from './errors.ts'
import type { JobDefinition, SendOptions } from './jobs.ts'
import type { Logger } from './logger.ts'

/** Where a job goes whose tries are used up. */
export const deadLetterQueue = 'dead'

/** Seconds, as many as the queue can count: a job waits until a worker comes, however late. */
const forever = 2_147_483_647

/** What a queue stores: the payload, and the id of the request that caused it. */
export type Envelope = { requestId: string; payload: unknown }

export type Queue = {
  /**
   * Sends a job with the given transaction: it exists only if that commits.
   */
  send<Payload extends z.ZodObject>(
    db: Database | Transaction,
    requestId: string,
    job: JobDefinition<Payload>,
    payload: z.input<Payload>,
    options?: SendOptions,
  ): Promise<void>
  /** Starts doing the jobs of one queue, each by `run`. */
  work(job: JobDefinition, run: (envelope: Envelope, jobId: string) => Promise<void>): Promise<void>
  /** Jobs waiting and jobs failed for good, by queue name. */
  depths(): Promise<{ name: string; waiting: number; active: number }[]>
  /** Throws when the queue can't be reached. */
  ping(): Promise<void>
  /** Lets running jobs finish (at most 30 s), then closes the connections. */
  stop(): Promise<void>
  readonly boss: PgBoss
}

type QueueOptions = {
  url: string
  log: Logger
  /** Every job there is: each gets its queue, created or brought up to date. */
  jobs: JobDefinition[]
  /** Whether this process also keeps the queues: schedules, time-outs, cleaning up. */
  supervise: boolean
  /** Lets tests wait for a job instead of sleeping. */
  spies?: boolean
}

const settingsOf = ({ queue = {} }: JobDefinition) => ({
  retryLimit: queue.retryLimit ?? 5,
  retryDelay: queue.retryDelay ?? 2,
  retryBackoff: true,
  expireInSeconds: queue.expireInSeconds ?? 300,
  retentionSeconds: forever,
  // A killed worker's jobs go to another one after this time instead of after expireInSeconds.
  heartbeatSeconds: 10,
  deadLetter: deadLetterQueue,
  notify: true,
})

const declareQueues = async (boss: PgBoss, jobs: JobDefinition[]) => {
  const kept = { retryLimit: 0, retentionSeconds: forever, deleteAfterSeconds: 0 }
  await boss.createQueue(deadLetterQueue, kept)
  await boss.updateQueue(deadLetterQueue, kept)
  for (const job of jobs) {
    const settings = settingsOf(job)
    await boss.createQueue(job.name, settings)
    await boss.updateQueue(job.name, settings)
  }
}

const declareSchedules = async (boss: PgBoss, jobs: JobDefinition[]) => {
  const wanted = new Map(jobs.flatMap((job) => (job.schedule ? [[job.name, job.schedule]] : [])))
  for (const { name } of await boss.getSchedules()) {
    if (!wanted.has(name)) await boss.unschedule(name)
  }
  for (const [name, cron] of wanted) {
    await boss.schedule(name, cron, { requestId: `schedule-${name}`, payload: {} }, { tz: 'UTC' })
  }
}

/** Does the jobs of one fetched batch one by one, the oldest first. */
const settle = async (
  jobs: JobWithMetadata<Envelope>[],
  run: (envelope: Envelope, jobId: string) => Promise<void>,
) => {
  const results: JobResult[] = []
  const oldestFirst = jobs.toSorted((a, b) => a.createdOn.getTime() - b.createdOn.getTime())
  for (const { id, data } of oldestFirst) {
    try {
      await run(data, id)
      results.push({ id, status: 'completed' })
    } catch (error) {
      results.push({ id, status: 'failed', output: { message: messageOf(error) } })
    }
  }
  return results
}

/**
 * Connects to the job queue (pg-boss, in the schema `pgboss` of our database) and declares
 * the queues. Throws when the database can't be reached.
 */
export const startQueue = async (options: QueueOptions): Promise<Queue> => {
  const { jobs, log, supervise } = options
  const boss = new PgBoss({
    connectionString: options.url,
    options: '-c TimeZone=UTC',
    schema: 'pgboss',
    max: 5,
    supervise,
    schedule: supervise,
    useListenNotify: supervise,
    monitorIntervalSeconds: 5,
    superviseIntervalSeconds: 5,
    queueCacheIntervalSeconds: 5,
    __test__enableSpies: options.spies ?? false,
  })
  boss.on('error', (error) => log.error({ err: error }, 'job queue'))
  boss.on('warning', (warning) => log.warn({ warning }, 'job queue'))
  await boss.start()
  await declareQueues(boss, jobs)
  if (supervise) await declareSchedules(boss, jobs)

  return {
    boss,
    send: async (db, requestId, job, payload, sendOptions = {}) => {
      const envelope: Envelope = { requestId, payload: job.payload.parse(payload) }
      await boss.send(job.name, envelope, { ...sendOptions, db: fromPrisma(db) })
    },
    work: async (job, run) => {
      await boss.work(
        job.name,
        {
          batchSize: 10,
          includeMetadata: true,
          perJobResults: true,
          burstWhenBatchFull: true,
          localConcurrency: job.queue?.concurrency ?? 2,
          notifyPollingIntervalSeconds: 5,
        },
        (fetched: JobWithMetadata<Envelope>[]) => settle(fetched, run),
      )
    },
    depths: async () =>
      (await boss.getQueues()).map(({ name, queuedCount, activeCount }) => ({
        name,
        waiting: queuedCount,
        active: activeCount,
      })),
    ping: async () => {
      if ((await boss.schemaVersion()) === null) throw new Error('The job queue is not installed')
    },
    stop: () => boss.stop({ graceful: true, timeout: 30_000 }),
  }
}
