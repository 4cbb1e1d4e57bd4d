import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedOnce } from '#seed.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import * as sync from './service.ts'

let setting: Awaited<ReturnType<typeof startWithGithub>>

beforeAll(async () => {
  setting = await startWithGithub({}, { worker: true })
  await seedOnce(setting.app.db)
})
afterAll(() => setting.stop())

test('a reading that stood still for hours begins anew, whatever became of its job', async () => {
  const { app, github } = setting
  const { id } = await app.db.repository.findFirstOrThrow({ where: { name: 'launchpad' } })
  const request = () => app.ctx.transaction((tx) => sync.requestRepository(tx, id))
  const readings = () =>
    app.db.repositorySync.findMany({
      where: { repositoryId: id },
      select: { kind: true, run: true, state: true },
      orderBy: { kind: 'asc' },
    })
  github.control.failNext({ path: '/api/v3', status: 500, times: 'always' })
  await request()
  // GitHub is away: the jobs wait, here for an hour.
  const postpone = () => app.db.$executeRaw`
    UPDATE pgboss.job SET start_after = now() + interval '1 hour'
    WHERE name = 'sync.read_page' AND state = 'created' AND data ? 'attempts'`
  await expect.poll(postpone, { timeout: 10_000 }).toBe(2)
  github.control.clearFailures()
  const [first] = await readings()
  await app.db.repositorySync.updateMany({
    data: { movedAt: new Date(Date.now() - 3 * 3_600_000) },
  })
  await request()
  const run = (first?.run ?? 0) + 1
  await expect.poll(readings, { timeout: 20_000 }).toEqual([
    { kind: 'ISSUES', run, state: 'COMPLETED' },
    { kind: 'PULL_REQUESTS', run, state: 'COMPLETED' },
  ])
})
