import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { deadLetterQueue } from '#lib/queue.ts'
import * as sync from '#sync/service.ts'
import { startWithGithub } from './github-sandbox.ts'
import { startProcess } from './processes.ts'

const size = 5_000
const pages = size / 100

/** What changed a moment ago would cost the token with which it was read first, and its ETags. */
const anHourAgo = new Date(Date.now() - 3_600_000).toISOString()

let setting: Awaited<ReturnType<typeof startWithGithub>>

beforeAll(async () => {
  setting = await startWithGithub()
  const { github, app } = setting
  github.webhooks.sendTo(`${app.address}/webhooks/github`, app.env.GITHUB_WEBHOOK_SECRET)
  github.control.addRepository({ owner: 'acme', name: 'big', at: anHourAgo })
  github.control.createIssues({ repository: 'acme/big', count: size })
})
afterAll(() => setting.stop())

/** What `src/worker.ts` needs to work beside the application of the test. */
const settings = () => {
  const { env } = setting.app
  return {
    DATABASE_URL: env.DATABASE_URL ?? '',
    GITHUB_APP_ID: `${env.GITHUB_APP_ID}`,
    GITHUB_APP_PRIVATE_KEY: env.GITHUB_APP_PRIVATE_KEY ?? '',
    GITHUB_API_URL: env.GITHUB_API_URL,
    GITHUB_WEBHOOK_SECRET: env.GITHUB_WEBHOOK_SECRET,
  }
}

const repository = () =>
  setting.app.db.repository.findFirst({ where: { name: 'big' }, include: { syncs: true } })

const syncOf = async (kind: 'ISSUES' | 'PULL_REQUESTS') =>
  (await repository())?.syncs.find((sync) => sync.kind === kind)

/** How the list of issues was asked for. */
const listRequests = () =>
  setting.github.control.countRequests({ path: '/api/v3/repos/acme/big/issues', exact: true })

describe('a repository of 5,000 issues', () => {
  test('is read whole, nothing twice, by a worker that is killed three times on the way', async () => {
    const { app, github } = setting
    const installation = github.world.installations[0]
    const change = { id: installation?.id ?? 0, permissions: null, at: anHourAgo }
    github.control.acceptPermissions(change)
    await github.webhooks.settled()
    for (const threshold of [500, 1_500, 3_000]) {
      const worker = await startProcess('src/worker.ts', settings())
      await expect
        .poll(async () => (await syncOf('ISSUES'))?.syncedCount ?? 0, {
          interval: 20,
          timeout: 60_000,
        })
        .toBeGreaterThan(threshold)
      await worker.kill()
    }
    const worker = await startProcess('src/worker.ts', settings())
    await expect
      .poll(async () => (await syncOf('ISSUES'))?.state, { interval: 100, timeout: 120_000 })
      .toBe('COMPLETED')
    await worker.stop()
    expect(await app.db.issue.count({ where: { repository: { name: 'big' } } })).toBe(size)
    // Every page, the first one again at the end, and at most one more for each kill.
    const { total, byStatus } = listRequests()
    expect(byStatus).toEqual({ 200: total - 1, 304: 1 })
    expect(total - 1).toBeGreaterThanOrEqual(pages)
    expect(total - 1).toBeLessThanOrEqual(pages + 3)
  }, 240_000)

  test('its state is told by a query', async () => {
    const { data } = await setting.app.query(`{
      repository(owner: "acme", name: "big") {
        sync { state syncedIssues openIssues syncedPullRequests }
      }
    }`)
    expect(data).toEqual({
      repository: {
        sync: { state: 'COMPLETED', syncedIssues: size, openIssues: size, syncedPullRequests: 0 },
      },
    })
  })

  test('is read again almost without reading: nothing changed in 95 % of the answers', async () => {
    const { app, github } = setting
    github.control.clearRequests()
    const first = await syncOf('ISSUES')
    const place = await repository()
    await app.ctx.transaction((tx) => sync.requestRepository(tx, place?.id ?? ''))
    const worker = await startProcess('src/worker.ts', settings())
    await expect
      .poll(() => syncOf('ISSUES'), { interval: 100, timeout: 60_000 })
      .toMatchObject({ run: (first?.run ?? 0) + 1, state: 'COMPLETED', syncedCount: size })
    await worker.stop()
    const { total, byStatus } = listRequests()
    expect(total).toBe(pages + 1)
    expect(byStatus[304] ?? 0).toBeGreaterThanOrEqual(0.95 * total)
    expect(await app.app.queue.boss.findJobs(deadLetterQueue)).toEqual([])
  }, 120_000)
})
