import type { z } from 'zod'

/** How a queue treats its jobs. Times are seconds. */
export type QueueSettings = {
  /** Tries after the first one. Default 5. */
  retryLimit?: number
  /** Wait before the first retry; doubles with each further one. Default 2. */
  retryDelay?: number
  /** A job that runs longer is tried again. Default 300. */
  expireInSeconds?: number
  /** How many jobs of this queue one worker process does at the same time. Default 2. */
  concurrency?: number
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
}

/** Declares a job: its name, the shape of its payload, how its queue behaves. */
export const defineJob = <Payload extends z.ZodObject>(job: JobDefinition<Payload>) => job

/** Says how a declared job is done. The payload is parsed again: an older process may have sent it. */
export const implementJob = <Ctx, Payload extends z.ZodObject>(
  job: JobDefinition<Payload>,
  work: (ctx: Ctx, payload: z.output<Payload>) => Promise<void>,
): Worker<Ctx> => ({ job, run: (ctx, data) => work(ctx, job.payload.parse(data)) })
