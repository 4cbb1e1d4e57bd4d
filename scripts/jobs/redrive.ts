// npm run jobs:redrive: sends jobs that failed for good to their own queues again.
import { parseArgs } from 'node:util'
import type { PgBoss } from 'pg-boss'
import { fail } from '#lib/process.ts'
import { deadLetterQueue } from '#lib/queue.ts'
import { type DeadJob, findDeadJobs, withDeadLetters } from './dead.ts'

const batchSize = 1_000

/** Which dead jobs: all, those of one queue, or some by either of their ids. */
export type Selection = { all: true } | { queue: string } | { ids: string[] }

const select = async (boss: PgBoss, selection: Selection) => {
  const jobs: DeadJob[] = []
  for await (const job of findDeadJobs(boss)) {
    if ('all' in selection) jobs.push(job)
    else if ('queue' in selection) {
      if (job.queue === selection.queue) jobs.push(job)
    } else if ([job.id, job.jobId].some((id) => id && selection.ids.includes(id))) jobs.push(job)
  }
  return jobs
}

/**
 * Sends the chosen dead jobs to their own queues again, oldest first: with their payload, and with
 * all tries before them. Those that have no queue any more stay. Says which ids are none of a dead job.
 */
export const redriveDeadJobs = async (boss: PgBoss, selection: Selection) => {
  // Chosen before the first is sent: one that fails at once and comes back is not sent again.
  const chosen = await select(boss, selection)
  const ids = chosen.map(({ id }) => id)
  let sent = 0
  for (let start = 0; start < ids.length; start += batchSize) {
    sent += await boss.redrive(deadLetterQueue, {
      ids: ids.slice(start, start + batchSize),
      limit: batchSize,
    })
  }
  const known = new Set(chosen.flatMap(({ id, jobId }) => [id, jobId]))
  const unknown = 'ids' in selection ? selection.ids.filter((id) => !known.has(id)) : []
  return { sent, left: ids.length - sent, unknown }
}

const usage = `Sends jobs that failed for good to their own queues again.

  npm run jobs:redrive -- <job id>...     those, by the ids that npm run jobs:dead lists
  npm run jobs:redrive -- --queue <name>  those that came from one queue
  npm run jobs:redrive -- --all           all of them`

const readSelection = (): Selection | undefined => {
  const { values, positionals } = parseArgs({
    options: { all: { type: 'boolean' }, queue: { type: 'string' } },
    allowPositionals: true,
  })
  const selections: Selection[] = [
    ...(values.all ? [{ all: true } as const] : []),
    ...(values.queue !== undefined ? [{ queue: values.queue }] : []),
    ...(positionals.length > 0 ? [{ ids: positionals }] : []),
  ]
  return selections.length === 1 ? selections[0] : undefined
}

const given = () => {
  try {
    return readSelection()
  } catch {
    return undefined
  }
}

const jobs = (count: number) => (count === 1 ? '1 job' : `${count} jobs`)

if (import.meta.main) {
  const selection = given() ?? fail(new Error(usage))
  await withDeadLetters(async (boss) => {
    const { sent, left, unknown } = await redriveDeadJobs(boss, selection)
    console.log(`Sent ${jobs(sent)} again`)
    if (left > 0) {
      console.error(
        `${jobs(left)} stayed: no queue of that name any more, or sent by somebody else`,
      )
    }
    for (const id of unknown) console.error(`Not in the dead-letter queue: ${id}`)
    if (left + unknown.length > 0) process.exitCode = 1
  })
}
