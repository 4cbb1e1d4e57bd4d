import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob, type JobDefinition } from '#lib/jobs.ts'
import { deadLetterQueue, type Queue, startQueue } from '#lib/queue.ts'
import { demoWorld } from '../../sandbox/github/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { asInstallation } from './client.ts'

const installationId = BigInt(demoWorld.installations[0]?.id ?? 0)
const group = { id: `${installationId}` }
const payload = z.object({ number: z.number() })
const settings = { policy: 'short', groupConcurrency: 2, retryLimit: 0 } as const
const crawl = defineJob({ name: 'test.crawl', payload, queue: settings })

let setting: Awaited<ReturnType<typeof startWithGithub>>
let queue: Queue
const done: number[] = []

beforeAll(async () => {
  setting = await startWithGithub()
  const { ctx, env, db } = setting.app
  const jobs = [crawl as unknown as JobDefinition]
  queue = await startQueue({ url: env.DATABASE_URL ?? '', log: ctx.log, jobs, supervise: true })
  await queue.work(db, jobs[0] as JobDefinition, async (envelope) => {
    const github = asInstallation(ctx, installationId)
    await github.request('GET /users/{username}', { username: 'ada-demo' })
    done.push(payload.parse(envelope.payload).number)
  })
})
afterAll(async () => {
  await queue.stop()
  await setting.stop()
})
beforeEach(() => {
  done.length = 0
})

/** Looks at the queue now instead of in five seconds. */
const look = () => {
  for (const { id } of queue.boss.getWipData()) queue.boss.notifyWorker(id)
}

/** Lets what waits because GitHub is away begin now. */
const hurry = async () => {
  await setting.app.db.$executeRaw`
    UPDATE pgboss.job SET start_after = now() WHERE name = 'test.crawl' AND state = 'created'`
  look()
}

/** Sends eight jobs, waits until all are done, and answers the requests that it took. */
const crawlAll = async (more: { isAway: boolean }) => {
  const before = setting.requestsTo('/users/').length
  const numbers = [1, 2, 3, 4, 5, 6, 7, 8]
  for (const number of numbers) {
    const options = { key: `${number}`, group }
    await queue.send(setting.app.db, 'r', crawl, { number }, options)
  }
  const seen = async () => {
    if (more.isAway) await hurry()
    else look()
    return done.toSorted()
  }
  await expect.poll(seen, { timeout: 20_000, interval: 100 }).toEqual(numbers)
  expect(await queue.boss.findJobs(deadLetterQueue)).toEqual([])
  return setting.requestsTo('/users/').slice(before)
}

test.each([
  ['an hour that is used up', 403, { rateLimit: { remaining: 0, resetInSeconds: 1 } }],
  ['a limit that lasts so long', 429, { headers: { 'retry-after': '1' } }],
])('%s costs one request; then all is done, and nothing is lost', async (_what, status, more) => {
  setting.github.control.failNext({ path: '/api/v3/users/', status, ...more })
  const statuses = await crawlAll({ isAway: false })
  expect(statuses.filter((answered) => answered === status)).toHaveLength(1)
  expect(statuses.filter((answered) => answered === 200)).toHaveLength(8)
})

test.each([
  ['answers 500', { status: 500 }, 500],
  ['drops connections', { drop: true }, 0],
])('a GitHub that %s is asked twice by each job; nothing is lost', async (_what, how, status) => {
  setting.github.control.failNext({ path: '/api/v3/users/', times: 12, ...how })
  const statuses = await crawlAll({ isAway: true })
  expect(statuses.filter((answered) => answered === status)).toHaveLength(12)
  expect(statuses.filter((answered) => answered === 200)).toHaveLength(8)
})
