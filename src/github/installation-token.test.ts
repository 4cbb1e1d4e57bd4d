import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connectCache } from '#lib/cache.ts'
import { demoWorld } from '../../sandbox/github/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { hasRedis, type RunningRedis, startRedis } from '../../test/redis.ts'
import { asApp, asInstallation, forgetInstallationToken } from './client.ts'
import { installationToken } from './installation-token.ts'

const installationId = BigInt(demoWorld.installations[0]?.id ?? 0)
const cacheKey = `github:installation-token:${installationId}`

let redis: RunningRedis | undefined
beforeAll(async () => {
  if (hasRedis) redis = await startRedis()
})
afterAll(() => redis?.stop())

const drivers = ['PostgreSQL', 'Redis'] as const

describe.each(drivers)('tokens in %s', (driver) => {
  const there = driver === 'PostgreSQL' || hasRedis
  let setting: Awaited<ReturnType<typeof startWithGithub>>

  beforeAll(async () => {
    setting = await startWithGithub(driver === 'Redis' && redis ? { REDIS_URL: redis.url } : {})
  })
  afterAll(() => setting.stop())
  beforeEach(() => setting.app.ctx.cache.delete(cacheKey))

  /** What another process on the same database and cache would ask with. */
  const anotherProcess = async () => {
    const { ctx, app } = setting.app
    const cache = await connectCache({ db: app.db, redisUrl: app.env.REDIS_URL, log: app.log })
    return { ...ctx, cache, config: { ...ctx.config } }
  }
  const tokenCount = () => setting.github.control.countTokens().installationTokens
  const tokenOf = (ctx: Awaited<ReturnType<typeof anotherProcess>>) =>
    installationToken(ctx, asApp(ctx), installationId)
  const readAs = (ctx: Awaited<ReturnType<typeof anotherProcess>>) =>
    asInstallation(ctx, installationId).request('GET /users/{username}', { username: 'ada-demo' })

  test.runIf(there)('two processes make one token, whatever they ask for', async () => {
    const before = tokenCount()
    const [one, other] = [await anotherProcess(), await anotherProcess()]
    await Promise.all([readAs(one), readAs(one), readAs(one)])
    await readAs(other)
    await readAs(one)
    expect(tokenCount() - before).toBe(1)
    await Promise.all([one.cache.close(), other.cache.close()])
  })

  test.runIf(there)('of two that ask in the same moment both use the same', async () => {
    const processes = await Promise.all([1, 2, 3].map(anotherProcess))
    const tokens = await Promise.all(processes.map(tokenOf))
    expect(new Set(tokens).size).toBe(1)
    for (const { cache } of processes) await cache.close()
  })

  test.runIf(there)('a kept token can’t be read without the key', async () => {
    const token = await tokenOf(setting.app.ctx)
    const kept = await setting.app.ctx.cache.get(cacheKey)
    expect(kept).toMatch(/^development\./)
    expect(kept).not.toContain(token.slice(4))
  })

  test.runIf(there)('one whose key is gone is made anew', async () => {
    const { ctx } = setting.app
    const first = await tokenOf(ctx)
    const ENCRYPTION_KEYS = new Map([['new', Buffer.alloc(32, 1)]])
    const second = await tokenOf({ ...ctx, config: { ...ctx.config, ENCRYPTION_KEYS } })
    expect(second).not.toBe(first)
  })

  test.runIf(there)('one that GitHub refuses is dropped and made anew, once', async () => {
    const { ctx } = setting.app
    const first = await tokenOf(ctx)
    setting.github.control.expireTokens()
    const before = setting.requestsTo('/users/').length
    expect((await readAs(ctx)).status).toBe(200)
    expect(setting.requestsTo('/users/').slice(before)).toEqual([401, 200])
    expect(await tokenOf(ctx)).not.toBe(first)

    setting.github.control.failNext({ path: '/api/v3/users/', times: 3, status: 401 })
    await expect(readAs(ctx)).rejects.toMatchObject({ name: 'GithubForbidden', status: 401 })
    expect(setting.requestsTo('/users/').slice(before)).toEqual([401, 200, 401, 401])
    setting.github.control.clearFailures()
  })

  test.runIf(there)('a token refused late does not take its successor with it', async () => {
    const { ctx } = setting.app
    const old = await tokenOf(ctx)
    await forgetInstallationToken(ctx, installationId)
    const successor = await tokenOf(ctx)
    await forgetInstallationToken(ctx, installationId, { refused: old })
    expect(await tokenOf(ctx)).toBe(successor)
  })
})
