import type { PgBoss } from 'pg-boss'
import type { JobDefinition } from '../jobs.ts'

/** Where a job goes whose tries are used up. */
export const deadLetterQueue = 'dead'

/** Seconds, as many as the queue can count: a job waits until a worker comes, however late. */
const forever = 2_147_483_647

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

const declareQueue = async (boss: PgBoss, job: JobDefinition) => {
  const settings = settingsOf(job)
  const wanted = job.queue?.policy ?? 'standard'
  await boss.createQueue(job.name, { ...settings, policy: wanted })
  const policy = (await boss.getQueue(job.name))?.policy
  if (policy !== wanted) {
    throw new Error(
      `The queue ${job.name} has the policy ${policy}, which can't become ${wanted}: rename the job`,
    )
  }
  await boss.updateQueue(job.name, settings)
}

/**
 * Makes every queue, or brings it up to date. Throws for a queue that is there with another policy.
 */
export const declareQueues = async (boss: PgBoss, jobs: JobDefinition[]) => {
  const kept = { retryLimit: 0, retentionSeconds: forever, deleteAfterSeconds: 0 }
  await boss.createQueue(deadLetterQueue, kept)
  await boss.updateQueue(deadLetterQueue, kept)
  for (const job of jobs) await declareQueue(boss, job)
}

/** Makes the schedules of jobs that have one, and removes all others. */
export const declareSchedules = async (boss: PgBoss, jobs: JobDefinition[]) => {
  const wanted = new Map(jobs.flatMap((job) => (job.schedule ? [[job.name, job.schedule]] : [])))
  for (const { name } of await boss.getSchedules()) {
    if (!wanted.has(name)) await boss.unschedule(name)
  }
  for (const [name, cron] of wanted) {
    await boss.schedule(name, cron, { requestId: `schedule-${name}`, payload: {} }, { tz: 'UTC' })
  }
}
