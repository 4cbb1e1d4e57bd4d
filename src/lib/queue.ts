import { fromPrisma, type JobResult, type JobWithMetadata, PgBoss } from 'pg-boss'
import type { z } from 'zod'
import type { Database, Transaction } from './db.ts'
import { messageOf } from './errors.ts'
import { type JobDefinition, type SendOptions, TryLater } from './jobs.ts'
import type { Logger } from './logger.ts'
import { declareQueues, declareSchedules } from './queue/declare.ts'
import { handOver } from './queue/hand-over.ts'
import { connectSlots, type Slots } from './queue/slots.ts'

export { deadLetterQueue } from './queue/declare.ts'

/** What a queue stores. */
export type Envelope = {
  /** Of the request that caused the job. */
  requestId: string
  payload: unknown
  /** How often the job was postponed since it was sent. */
  attempts?: number
}

type Run = (envelope: Envelope, jobId: string) => Promise<void>

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
  /**
   * Starts doing the jobs of one queue, each by `run`. One that throws TryLater is sent again, for
   * later, in one transaction with its end.
   */
  work(db: Database, job: JobDefinition, run: Run): Promise<void>
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

type Workplace = { boss: PgBoss; db: Database; slots: Slots; definition: JobDefinition; run: Run }

/** A group that has no place left gets another look after this many milliseconds. */
const groupWaitMs = 1_000

/** Does one job. What becomes of it is settled by who called, unless it was sent again. */
const perform = async (place: Workplace, job: JobWithMetadata<Envelope>) => {
  const { definition, slots, run } = place
  const limit = definition.queue?.groupConcurrency
  const release = await (job.groupId && limit
    ? slots.take(`${definition.name}:${job.groupId}`, limit)
    : slots.free)
  if (!release) {
    await handOver(place, job, { startAfter: new Date(Date.now() + groupWaitMs) })
    return
  }
  try {
    await run(job.data, job.id)
  } catch (error) {
    if (!(error instanceof TryLater)) throw error
    const attempts = (job.data.attempts ?? 0) + 1
    await handOver(place, job, { startAfter: error.next(attempts), attempts })
  } finally {
    await release()
  }
}

/** Does the jobs of one fetched batch one by one, the oldest first. */
const settle = async (place: Workplace, jobs: JobWithMetadata<Envelope>[]) => {
  const results: JobResult[] = []
  const oldestFirst = jobs.toSorted((a, b) => a.createdOn.getTime() - b.createdOn.getTime())
  for (const job of oldestFirst) {
    try {
      await perform(place, job)
      results.push({ id: job.id, status: 'completed' })
    } catch (error) {
      results.push({ id: job.id, status: 'failed', output: { message: messageOf(error) } })
    }
  }
  return results
}

/** One of a process's workers for a queue: takes jobs until there are none, then waits. */
const hire = async (place: Workplace) => {
  const { name, queue: { groupConcurrency, batchSize } = {} } = place.definition
  let workerId: string | undefined
  workerId = await place.boss.work(
    name,
    {
      batchSize: batchSize ?? (groupConcurrency ? 1 : 10),
      includeMetadata: true,
      perJobResults: true,
      notifyPollingIntervalSeconds: 5,
      ...(groupConcurrency ? { groupConcurrency } : {}),
    },
    async (fetched: JobWithMetadata<Envelope>[]) => {
      const results = await settle(place, fetched)
      // Where one was there may be more: without this it waits for the next look.
      if (workerId) place.boss.notifyWorker(workerId)
      return results
    },
  )
}

const startBoss = async ({ url, log, jobs, supervise, spies = false }: QueueOptions) => {
  const boss = new PgBoss({
    connectionString: url,
    options: '-c TimeZone=UTC',
    schema: 'pgboss',
    max: supervise ? 5 : 2,
    supervise,
    schedule: supervise,
    useListenNotify: supervise,
    monitorIntervalSeconds: 5,
    superviseIntervalSeconds: 5,
    queueCacheIntervalSeconds: 5,
    __test__enableSpies: spies,
  })
  boss.on('error', (error) => log.error({ err: error }, 'job queue'))
  boss.on('warning', (warning) => log.warn({ warning }, 'job queue'))
  await boss.start()
  try {
    await declareQueues(boss, jobs)
    if (supervise) await declareSchedules(boss, jobs)
    return boss
  } catch (error) {
    await boss.stop({ graceful: false })
    throw error
  }
}

/**
 * Connects to the job queue (pg-boss, in the schema `pgboss` of our database) and declares
 * the queues. Throws when the database can't be reached, and for a queue that is there with
 * another policy.
 */
export const startQueue = async (options: QueueOptions): Promise<Queue> => {
  const boss = await startBoss(options)
  const slots = connectSlots(options.url, options.log)

  return {
    boss,
    send: async (db, requestId, job, payload, { key, ...sendOptions } = {}) => {
      const envelope: Envelope = { requestId, payload: job.payload.parse(payload) }
      const singleton = key === undefined ? {} : { singletonKey: key }
      await boss.send(job.name, envelope, { ...sendOptions, ...singleton, db: fromPrisma(db) })
    },
    work: async (db, definition, run) => {
      const workers = definition.queue?.concurrency ?? 2
      for (let worker = 0; worker < workers; worker++) {
        await hire({ boss, db, slots, definition, run })
      }
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
    stop: async () => {
      await boss.stop({ graceful: true, timeout: 30_000 })
      await slots.close()
    },
  }
}
