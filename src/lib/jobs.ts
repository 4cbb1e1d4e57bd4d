import type { z } from 'zod'

/**
 * Which jobs of one key a queue has at the same time; those without a key share one.
 *
 * - `standard`: any number.
 * - `short`: one waiting. Another one sent meanwhile is dropped: the waiting one will do its work.
 * - `singleton`: one running.
 * - `stately`: one waiting, one running, one to be tried again. Of two that fail, the second goes to
 *   the dead-letter queue without further tries.
 */
export type QueuePolicy = 'standard' | 'short' | 'singleton' | 'stately'

/** How a queue treats its jobs. Times are seconds. */
export type QueueSettings = {
  /** Fixed when the queue is made: a job with another policy needs another name. */
  policy?: QueuePolicy
  /** Tries after the first one. Default 5. */
  retryLimit?: number
  /** Wait before the first retry; doubles with each further one. Default 2. */
  retryDelay?: number
  /** A job that runs longer is tried again. Default 300. */
  expireInSeconds?: number
  /** How many jobs of this queue one worker process does at the same time. Default 2. */
  concurrency?: number
  /** How many jobs of one group all worker processes together do at the same time. */
  groupConcurrency?: number
  /**
   * How many jobs a worker takes at once; it does them one after the other. `expireInSeconds` is
   * for all of them: jobs that ask other servers take 1. Default 10, and 1 with groupConcurrency.
   */
  batchSize?: number
}

export type JobDefinition<Payload extends z.ZodObject = z.ZodObject> = {
  /** `domain.verb`, also the queue's name. */
  name: string
  payload: Payload
  queue?: QueueSettings
  /** Cron expression in UTC: the job is sent, with an empty payload, at each of these times. */
  schedule?: string
}

export type Worker<Ctx> = {
  job: JobDefinition
  /** Parses what the queue holds, then does it. Throws a ZodError for a payload of another shape. */
  run: (ctx: Ctx, data: unknown) => Promise<void>
}

/** Options of one sending. */
export type SendOptions = {
  /** Not before this moment, or so many seconds from now. */
  startAfter?: Date | number
  /** What the job is about, for the queue's policy: jobs of one key can stand for each other. */
  key?: string
  /** Whom the job burdens, for the queue's groupConcurrency. */
  group?: { id: string }
}

/** Waits of a job that is not told how long: 5 s, 10 s, 20 s and so on, 10 minutes at most. */
const backOff = { first: 5, most: 600 }

/** What is added to a wait, so that not all come back at once: a tenth of it, 30 s at most. */
const spread = (seconds: number) => Math.random() * Math.min(30, seconds / 10)

/**
 * A job can't be done now, through no fault of its own. Thrown by a worker, it sends the job again
 * for later: that is no failure and uses up no tries.
 */
export class TryLater extends Error {
  override readonly name = 'TryLater'
  /** Not before this moment; null where nobody said when. */
  readonly at: Date | null

  constructor(reason: string, { at = null, cause }: { at?: Date | null; cause?: unknown } = {}) {
    super(reason, { cause })
    this.at = at
  }

  /** When to try again, 1 s from now at least, after so many postponements in a row. */
  next(attempts: number): Date {
    const wait = this.at
      ? Math.max(1, (this.at.getTime() - Date.now()) / 1_000)
      : Math.min(backOff.most, backOff.first * 2 ** (attempts - 1))
    return new Date(Date.now() + (wait + spread(wait)) * 1_000)
  }
}

/** A moment within so many seconds from now: what a schedule sends for all comes one by one. */
export const within = (seconds: number) => Math.floor(Math.random() * seconds)

/** Declares a job: its name, the shape of its payload, how its queue behaves. */
export const defineJob = <Payload extends z.ZodObject>(job: JobDefinition<Payload>) => job

/** Says how a declared job is done. The payload is parsed again: an older process may have sent it. */
export const implementJob = <Ctx, Payload extends z.ZodObject>(
  job: JobDefinition<Payload>,
  work: (ctx: Ctx, payload: z.output<Payload>) => Promise<void>,
): Worker<Ctx> => ({ job, run: (ctx, data) => work(ctx, job.payload.parse(data)) })
