import type { Job } from 'pg-boss'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { defineJob } from '#lib/jobs.ts'
import { createLogger } from '#lib/logger.ts'
import { deadLetterQueue, type Envelope, type Queue, startQueue } from '#lib/queue.ts'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { run } from '../../test/processes.ts'
import { findDeadJobs, format, newestDeadJobs } from './dead.ts'
import { redriveDeadJobs } from './redrive.ts'

const once = { retryLimit: 0 }
const charge = defineJob({
  name: 'test.charge',
  payload: z.object({ pledgeId: z.string() }),
  queue: once,
})
const notify = defineJob({
  name: 'test.notify',
  payload: z.object({ to: z.string() }),
  queue: once,
})
/** Nobody does these. */
const idle = defineJob({ name: 'test.idle', payload: z.object({}), queue: once })

let database: TestDatabase
let queue: Queue
/** What the workers were given, in order. */
let done: string[] = []
let broken = true

const work = async ([job]: Job<Envelope>[]) => {
  const payload = JSON.stringify(job?.data.payload)
  if (broken) throw new Error(`no luck with ${payload}`)
  done.push(payload)
}

beforeAll(async () => {
  database = await createTestDatabase()
  const log = createLogger({ process: 'test', level: 'silent', pretty: false })
  queue = await startQueue({
    url: database.url,
    log,
    jobs: [charge, notify, idle],
    supervise: true,
  })
  for (const { name } of [charge, notify]) {
    // A redriven job is found when the queue is looked at, which ours are every 5 seconds.
    const polling = { pollingIntervalSeconds: 0.5, notifyPollingIntervalSeconds: 0.5 }
    await queue.boss.work<Envelope>(name, polling, work)
  }
})
afterAll(async () => {
  await queue.stop()
  await database.drop()
})
beforeEach(async () => {
  for (const { name } of [{ name: deadLetterQueue }, charge, notify, idle]) {
    await queue.boss.deleteAllJobs(name)
  }
  done = []
  broken = true
})

const insert = (name: string, payload: object) =>
  queue.boss.send(name, { requestId: 'request-1', payload })

/** Sends a job that fails for good and waits until it is dead. */
const die = async (name: string, payload: object) => {
  const id = (await insert(name, payload)) ?? ''
  await expect
    .poll(() => queue.boss.findJobs(deadLetterQueue, { data: { payload } }), { timeout: 20_000 })
    .toHaveLength(1)
  return id
}

const deadIds = async () => {
  const ids: string[] = []
  for await (const { id } of findDeadJobs(queue.boss)) ids.push(id)
  return ids
}

/** One of the two commands, as `npm run` does it. */
const command = (name: 'dead' | 'redrive', ...args: string[]) =>
  run({ file: `scripts/jobs/${name}.ts`, args, settings: { DATABASE_URL: database.url } })

describe('jobs:dead', () => {
  test('a job that failed for good is listed with its error, its request and its payload', async () => {
    const jobId = await die(charge.name, { pledgeId: 'p1' })
    const { total, jobs } = await newestDeadJobs(queue.boss, 20)
    expect({ total, jobs }).toEqual({
      total: 1,
      jobs: [
        {
          id: expect.any(String),
          jobId,
          queue: 'test.charge',
          diedAt: expect.any(Date),
          tries: 1,
          error: 'no luck with {"pledgeId":"p1"}',
          requestId: 'request-1',
          payload: { pledgeId: 'p1' },
        },
      ],
    })
    expect(Date.now() - (jobs[0]?.diedAt.getTime() ?? 0)).toBeLessThan(60_000)
  })

  test('the newest come first; --limit and --queue choose, and the total counts the rest', async () => {
    await die(charge.name, { pledgeId: 'p1' })
    await die(notify.name, { to: 'ada' })
    await die(charge.name, { pledgeId: 'p2' })
    const payloads = async (limit: number, name?: string) => {
      const { total, jobs } = await newestDeadJobs(queue.boss, limit, name)
      return { total, payloads: jobs.map(({ payload }) => payload) }
    }
    expect(await payloads(2)).toEqual({ total: 3, payloads: [{ pledgeId: 'p2' }, { to: 'ada' }] })
    expect(await payloads(20, notify.name)).toEqual({ total: 1, payloads: [{ to: 'ada' }] })
    expect(await payloads(20, 'test.unknown')).toEqual({ total: 0, payloads: [] })
  })

  test('more jobs than one page of the queue are all found, in order', async () => {
    const payloads = Array.from({ length: 1_001 }, (_, number) => ({ pledgeId: `p${number}` }))
    await queue.boss.insert(
      deadLetterQueue,
      payloads.map((payload) => ({ data: { requestId: 'request-1', payload } })),
    )
    const { total, jobs } = await newestDeadJobs(queue.boss, 3)
    expect(total).toBe(1_001)
    expect(new Set(await deadIds()).size).toBe(1_001)
    expect(jobs).toHaveLength(3)
  })

  test('a job of another shape is listed too', async () => {
    await queue.boss.insert(deadLetterQueue, [{ data: { anything: 1 } }])
    const { jobs } = await newestDeadJobs(queue.boss, 20)
    expect(jobs[0]).toMatchObject({ queue: null, requestId: '', payload: { anything: 1 } })
  })

  test('the error of a job that took too long is the one of the queue itself', async () => {
    const id = (await insert(idle.name, {})) ?? ''
    await queue.boss.fail(idle.name, id, { value: { message: 'job timed out' } })
    const { jobs } = await newestDeadJobs(queue.boss, 20)
    expect(jobs[0]).toMatchObject({ queue: 'test.idle', error: 'job timed out' })
  })

  test('the command prints them, shortened', async () => {
    await die(charge.name, { pledgeId: 'x'.repeat(1_000) })
    const { code, output } = await command('dead')
    expect(code).toBe(0)
    expect(output).toContain('test.charge')
    expect(output).toContain('no luck with')
    expect(output).toContain('request-1')
    expect(output).toContain('1 of 1')
    expect(Math.max(...output.split('\n').map(({ length }) => length))).toBeLessThan(350)
  })

  test('the command says so when there is none, and how it is used', async () => {
    expect(await command('dead')).toEqual({ code: 0, output: 'The dead-letter queue is empty.\n' })
    expect((await command('dead', '--queue', 'test.charge')).output).toContain('nothing from')
    for (const args of [['--limit', '0'], ['--limit', 'many'], ['--what'], ['p1']]) {
      const { code, output } = await command('dead', ...args)
      expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('Usage') })
    }
  })
})

describe('jobs:redrive', () => {
  test('a redriven job is done by its worker, with the same payload and request', async () => {
    await die(charge.name, { pledgeId: 'p1' })
    const [id = ''] = await deadIds()
    broken = false
    expect(await redriveDeadJobs(queue.boss, { ids: [id] })).toEqual({
      sent: 1,
      left: 0,
      unknown: [],
    })
    await expect.poll(() => done, { timeout: 20_000 }).toEqual(['{"pledgeId":"p1"}'])
    expect(await deadIds()).toEqual([])
  })

  test('one that fails again is dead again, and was sent once', async () => {
    await die(charge.name, { pledgeId: 'p1' })
    const [before] = await deadIds()
    expect(await redriveDeadJobs(queue.boss, { all: true })).toMatchObject({ sent: 1 })
    await expect.poll(deadIds, { timeout: 20_000 }).toHaveLength(1)
    expect(await deadIds()).not.toEqual([before])
  })

  test('the id in the log of the worker will do', async () => {
    const jobId = await die(charge.name, { pledgeId: 'p1' })
    expect(await redriveDeadJobs(queue.boss, { ids: [jobId] })).toMatchObject({ sent: 1 })
  })

  test('those of one queue', async () => {
    await die(charge.name, { pledgeId: 'p1' })
    await die(notify.name, { to: 'ada' })
    broken = false
    expect(await redriveDeadJobs(queue.boss, { queue: notify.name })).toMatchObject({ sent: 1 })
    await expect.poll(() => done, { timeout: 20_000 }).toEqual(['{"to":"ada"}'])
    expect(await deadIds()).toHaveLength(1)
  })

  test('one without a queue stays', async () => {
    await queue.boss.insert(deadLetterQueue, [{ data: { anything: 1 } }])
    expect(await redriveDeadJobs(queue.boss, { all: true })).toMatchObject({ sent: 0, left: 1 })
    expect(await deadIds()).toHaveLength(1)
  })

  test('the command sends them, and names ids that are unknown', async () => {
    await die(charge.name, { pledgeId: 'p1' })
    const [id = ''] = await deadIds()
    const nobody = await command('redrive', 'nobody')
    expect(nobody.code).toBe(1)
    expect(nobody.output).toContain('Sent 0 jobs again')
    expect(nobody.output).toContain('Not in the dead-letter queue: nobody')
    expect(await command('redrive', id)).toEqual({ code: 0, output: 'Sent 1 job again\n' })
  })

  test('the command without, or with contradictory, arguments explains itself', async () => {
    for (const args of [[], ['--all', '--queue', 'test.charge'], ['--queue'], ['--what']]) {
      const { code, output } = await command('redrive', ...args)
      expect({ code, output }).toEqual({ code: 1, output: expect.stringContaining('--all') })
    }
  })
})

test('a dead job is printed with its id, its queue and what went wrong', () => {
  const text = format({
    id: '6b9f',
    jobId: '1c2d',
    queue: 'test.charge',
    diedAt: new Date('2026-01-31T12:00:00Z'),
    tries: 6,
    error: 'card\n  declined',
    requestId: 'request-1',
    payload: { pledgeId: 'p1' },
  })
  expect(text).toBe(
    [
      '6b9f',
      '  queue    test.charge',
      '  job      1c2d',
      '  died     2026-01-31 12:00:00 UTC, after 6 tries',
      '  error    card declined',
      '  request  request-1',
      '  payload  {"pledgeId":"p1"}',
    ].join('\n'),
  )
})
