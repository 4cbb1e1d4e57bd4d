// npm run jobs:dead: the jobs that failed for good, newest first.
import { parseArgs } from 'node:util'
import type { JobWithMetadata, PgBoss } from 'pg-boss'
import { z } from 'zod'
import { createLogger } from '#lib/logger.ts'
import { fail } from '#lib/process.ts'
import { deadLetterQueue, startQueue } from '#lib/queue.ts'
import { withDatabase } from '../db/database.ts'

const pageSize = 1_000
const shownCharacters = 300

/** A job whose tries are used up. */
export type DeadJob = {
  /** Its id in the dead-letter queue. */
  id: string
  /** The id it had while it was tried, as the worker's log has it. */
  jobId: string | null
  /** Where it comes from; null when it was sent to the dead-letter queue directly. */
  queue: string | null
  diedAt: Date
  tries: number
  error: string
  requestId: string
  payload: unknown
}

/** What a queue stores may be of any shape: an older process sent it. */
const envelope = z.object({ requestId: z.string(), payload: z.unknown() })

const failure = z.object({ message: z.string() })

/** pg-boss itself says `{ value: { message } }`, of a job that took too long. */
const messageIn = (output: unknown) => {
  const told = failure.safeParse(output).data ?? failure.safeParse(Object(output).value).data
  return told?.message ?? JSON.stringify(output) ?? ''
}

const read = (job: JobWithMetadata): DeadJob => {
  const sent = envelope.safeParse(job.data).data
  return {
    id: job.id,
    jobId: job.sourceId,
    queue: job.sourceName,
    diedAt: job.createdOn,
    tries: (job.sourceRetryCount ?? 0) + 1,
    error: messageIn(job.sourceOutput ?? job.output),
    requestId: sent?.requestId ?? '',
    payload: sent ? sent.payload : job.data,
  }
}

/** The dead jobs, or those that came from one queue, oldest first. */
export async function* findDeadJobs(boss: PgBoss, queue?: string): AsyncGenerator<DeadJob> {
  let after: string | undefined
  do {
    const page = await boss.findJobs<object>(deadLetterQueue, { limit: pageSize, after })
    for (const job of page) {
      if (queue === undefined || job.sourceName === queue) yield read(job)
    }
    after = page.length === pageSize ? page.at(-1)?.id : undefined
  } while (after)
}

/** The newest `limit` dead jobs, newest first, and how many there are in all. */
export const newestDeadJobs = async (boss: PgBoss, limit: number, queue?: string) => {
  const newest: DeadJob[] = []
  let total = 0
  for await (const job of findDeadJobs(boss, queue)) {
    total += 1
    newest.push(job)
    if (newest.length > limit) newest.shift()
  }
  return { total, jobs: newest.reverse() }
}

/** Runs a script on the dead-letter queue of the database that `npm start` would use. */
export const withDeadLetters = (script: (boss: PgBoss) => Promise<void>) =>
  withDatabase(async (url) => {
    const log = createLogger({ process: 'script', level: 'warn', pretty: true })
    const queue = await startQueue({ url, log, jobs: [], supervise: false })
    try {
      await script(queue.boss)
    } finally {
      await queue.stop()
    }
  })

const shorten = (text: string) => {
  const line = text.replaceAll(/\s+/g, ' ').trim()
  return line.length > shownCharacters ? `${line.slice(0, shownCharacters)}…` : line
}

const time = (date: Date) => `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** A dead job as it is printed. */
export const format = ({ id, jobId, queue, diedAt, tries, error, requestId, payload }: DeadJob) =>
  [
    id,
    `  queue    ${queue ?? 'none: it can’t be redriven'}`,
    `  job      ${jobId ?? ''}`,
    `  died     ${time(diedAt)}, after ${tries === 1 ? 'one try' : `${tries} tries`}`,
    `  error    ${shorten(error)}`,
    `  request  ${requestId}`,
    `  payload  ${shorten(JSON.stringify(payload) ?? '')}`,
  ]
    .map((line) => line.trimEnd())
    .join('\n')

const usage = 'Usage: npm run jobs:dead [-- --queue name] [--limit 20]'

const readOptions = () => {
  try {
    const { queue, limit } = parseArgs({
      options: { queue: { type: 'string' }, limit: { type: 'string', default: '20' } },
    }).values
    return { queue, limit: z.coerce.number().int().positive().parse(limit) }
  } catch {
    return fail(new Error(usage))
  }
}

if (import.meta.main) {
  const { queue, limit } = readOptions()
  await withDeadLetters(async (boss) => {
    const { total, jobs } = await newestDeadJobs(boss, limit, queue)
    if (total === 0) {
      console.log(
        queue === undefined
          ? 'The dead-letter queue is empty.'
          : `The dead-letter queue holds nothing from ${queue}.`,
      )
      return
    }
    console.log(jobs.map(format).join('\n\n'))
    console.log(`\n${jobs.length} of ${total}. Send again: npm run jobs:redrive -- <id>`)
  })
}
