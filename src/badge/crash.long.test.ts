import { afterAll, beforeAll, expect, test } from 'vitest'
import { startMarker } from '#lib/badge-markers.ts'
import { type BadgeWorld, startBadgeWorld } from '../../test/badges.ts'
import { startProcess } from '../../test/processes.ts'
import * as badges from './service.ts'

let world: BadgeWorld

beforeAll(async () => {
  world = await startBadgeWorld({ worker: false })
})
afterAll(() => world.stop())

test('a worker that is killed in the midst of a run leaves every badge once', async () => {
  const { app, github } = world
  const numbers = await world.createIssues(20)
  github.control.failNext({
    path: '/api/v3/repos/acme/rocket/issues',
    method: 'PATCH',
    times: 'always',
    delayMs: 20,
  })
  const runId = await app.ctx.transaction(async (tx) => {
    await tx.db.repository.update({
      where: { id: world.rocket.id },
      data: { pledgeBadgeAutoEmbed: true },
    })
    return badges.start(tx, world.rocket.id, 'EMBED')
  })
  const settings = {
    DATABASE_URL: app.env.DATABASE_URL ?? '',
    FRONTEND_URL: app.app.config.FRONTEND_URL,
    PUBLIC_URL: app.env.PUBLIC_URL ?? '',
    GITHUB_APP_ID: `${github.appId}`,
    GITHUB_APP_PRIVATE_KEY: github.keys.privateKey,
    GITHUB_API_URL: github.apiUrl,
  }
  const first = await startProcess('src/worker.ts', settings)
  await expect
    .poll(() => world.writes().length, { interval: 2, timeout: 20_000 })
    .toBeGreaterThan(4)
  await first.kill()
  expect(world.writes().length).toBeLessThan(20)

  const second = await startProcess('src/worker.ts', settings)
  const run = () => app.db.badgeRun.findUniqueOrThrow({ where: { id: runId } })
  await expect.poll(async () => (await run()).state, { timeout: 60_000 }).toBe('COMPLETED')
  await second.stop()

  const { totalCount, changedCount, skippedCount, failedCount } = await run()
  expect(totalCount).toBe(20)
  expect(changedCount + skippedCount).toBe(20)
  expect(failedCount).toBe(0)
  for (const number of numbers) {
    expect((await world.textOf(number)).split(startMarker)).toHaveLength(2)
  }
  // At most the write that was under way when the worker died is done again.
  expect(world.writes().length).toBeLessThanOrEqual(21)
}, 120_000)
