import { afterAll, describe, type ExpectStatic, test } from 'vitest'
import { type BusyWorld, startBusyWorld, until } from './outage.ts'

const size = 450

/** A test takes as long as GitHub is away, and some time before and after. */
const timeout = 180_000

/** At most so many requests are under way: the jobs of all queues that run at the same time. */
const atOnce = 17

const stops: (() => Promise<void>)[] = []
afterAll(() => Promise.all(stops.map((stop) => stop())), 60_000)

const start = async (expect: ExpectStatic) => {
  const world = await startBusyWorld({ size })
  stops.push(world.stop)
  expect(await world.underWay()).toEqual({ pages: 'RUNNING', badges: 2, openJobs: true })
  return world
}

const ones = (length: number) => Array(length).fill(1)

/** Everything is done, each thing once, and no job failed on the way. */
const expectAllDone = async (
  expect: ExpectStatic,
  world: BusyWorld,
  options: { isHurried: boolean },
) => {
  const found = await world.recovered(60, options)
  expect(found).toMatchObject({ bigIssues: size, retries: 0, failed: 0 })
  expect(found.syncs.map(({ state }) => state)).toEqual(['COMPLETED'])
  // Each page, and the first one again at the end. One of them may have been answered just before
  // the failure, and what is asked about it just after: it is read again.
  const pages = (Math.ceil(size / 100) + 1) * found.readings.run
  expect(found.pagesRead).toBeGreaterThanOrEqual(pages)
  expect(found.pagesRead).toBeLessThanOrEqual(pages + 1)
  const through = { state: 'COMPLETED', failedCount: 0 }
  expect(found.runs).toEqual([through, through])
  expect(found.badges.length).toBeGreaterThan(50)
  expect(found.badges).toEqual(ones(found.badges.length))
  expect(found.writes).toEqual(ones(found.writes.length))
  expect(found.reads).toEqual(ones(3))
  expect(found.references.length).toBeGreaterThanOrEqual(4)
}

const answered = ({ requests }: BusyWorld, status: number) => requests().byStatus[status] ?? 0

describe.concurrent('while issues, timelines and badges are under way', () => {
  test('an hour that is used up until a minute from now', { timeout }, async ({ expect }) => {
    const world = await start(expect)
    const { control, jobs } = world
    const reset = Math.ceil(Date.now() / 1_000) + 60
    control.clearFailures()
    control.failNext({
      path: '/api/v3',
      times: 'always',
      status: 403,
      body: { message: 'API rate limit exceeded for installation.' },
      headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': `${reset}` },
    })
    const opened = await world.liveOn()
    await until('the limit is known', 20, async () => (await jobs.postponed()) > 50)
    await until('the hour is over', 90, async () => Date.now() >= reset * 1_000)
    // What was on its way when the limit came, and the App's own. Nobody asked again.
    const refused = answered(world, 403)
    expect(refused).toBeGreaterThanOrEqual(1)
    expect(refused).toBeLessThanOrEqual(atOnce)
    control.clearFailures()
    await expectAllDone(expect, world, { isHurried: false })
    expect(answered(world, 403)).toBe(refused)
    expect(opened).toBe(13)
  })

  test('500 for longer than all tries of a job would last', { timeout }, async ({ expect }) => {
    const world = await start(expect)
    const { control, jobs } = world
    control.clearFailures()
    control.failNext({ path: '/api/v3', times: 'always', status: 500 })
    const begin = Date.now()
    await world.liveOn()
    // Tries come 2, 4, 8, 16 and 32 seconds after each other: the last one after 62.
    await until('a minute is over', 90, async () => Date.now() - begin > 64_000)
    // At once, after 5, 15 and 35 seconds; the next time after 75.
    expect(await jobs.attempts()).toBeLessThanOrEqual(4)
    expect(await jobs.retries()).toBe(0)
    const asked = answered(world, 500)
    expect(asked).toBeLessThanOrEqual(2 * (await jobs.postponed()) + 2 * atOnce)
    control.clearFailures()
    await expectAllDone(expect, world, { isHurried: true })
  })

  test('connections that are cut, more often than a job has tries', { timeout }, async ({
    expect,
  }) => {
    const world = await start(expect)
    const { control, jobs } = world
    control.clearFailures()
    control.failNext({ path: '/api/v3', times: 'always', drop: true })
    await world.liveOn()
    await until('a job was postponed seven times', 60, async () => {
      await jobs.hurry()
      return (await jobs.attempts()) >= 7
    })
    expect(await jobs.retries()).toBe(0)
    const asked = answered(world, 0)
    expect(asked).toBeLessThanOrEqual(2 * (await jobs.postponed()) + 2 * atOnce)
    control.clearFailures()
    await expectAllDone(expect, world, { isHurried: true })
  })

  test('a secondary limit that comes again', { timeout }, async ({ expect }) => {
    const world = await start(expect)
    const { control, jobs } = world
    const begin = Date.now()
    control.clearFailures()
    control.failNext({
      path: '/api/v3',
      times: 'always',
      limit: { kind: 'secondary', seconds: 4 },
    })
    await world.liveOn()
    await until('it came three times', 30, async () => Date.now() - begin > 10_000)
    const refused = answered(world, 403)
    expect(refused).toBeGreaterThanOrEqual(3)
    expect(refused).toBeLessThanOrEqual(3 * atOnce)
    expect(await jobs.retries()).toBe(0)
    control.clearFailures()
    await expectAllDone(expect, world, { isHurried: false })
  })
})
