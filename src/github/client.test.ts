import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { demoWorld } from '../../sandbox/github/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { asApp, asInstallation, asPublic, asUser, rateLimitOf } from './client.ts'
import {
  GithubForbidden,
  GithubGone,
  GithubNotFound,
  GithubRefusal,
  GithubUnavailable,
} from './errors.ts'
import { orNull, orUnavailable } from './refusals.ts'

const installationId = BigInt(demoWorld.installations[0]?.id ?? 0)
const adaPath = '/api/v3/users/ada-demo'
const ada = { username: 'ada-demo' }

let setting: Awaited<ReturnType<typeof startWithGithub>>

beforeAll(async () => {
  setting = await startWithGithub()
})
afterAll(() => setting.stop())

beforeEach(() => setting.app.db.cacheEntry.deleteMany())
afterEach(() => setting.github.control.clearFailures())

const installation = () => asInstallation(setting.app.ctx, installationId)
const readAda = () => installation().request('GET /users/{username}', ada)

/** How many requests `work` sent to Ada's address. */
const requestsDuring = async (work: () => Promise<unknown>) => {
  const before = setting.requestsTo('/users/').length
  await work()
  return setting.requestsTo('/users/').length - before
}

const thrownBy = (work: () => Promise<unknown>) =>
  work().then(
    () => null,
    (error) => error,
  )

test('answers are without what PostgreSQL does not store', async () => {
  const bio = 'one\0two\ud800'
  setting.github.control.changeAccount({ login: 'ada-demo', changes: { bio } })
  const { data } = await readAda()
  expect(data).toMatchObject({ login: 'ada-demo', bio: 'onetwo\ufffd' })
})

describe('who asks', () => {
  test('the App itself', async () => {
    const { status, data } = await asApp(setting.app.ctx).request('GET /app', {})
    expect([status, data?.slug]).toEqual([200, 'polar-sandbox'])
  })

  test('an installation', async () => {
    const { status, data } = await readAda()
    expect([status, data.login]).toEqual([200, 'ada-demo'])
  })

  test('a person', async () => {
    const { token } = await setting.github.signIn('grace-demo')
    const { data } = await asUser(setting.app.ctx, token).request('GET /user', {})
    expect(data.login).toBe('grace-demo')
  })

  test('anybody, with GITHUB_TOKEN or without', async () => {
    const { ctx } = setting.app
    const limitOf = async (config: typeof ctx.config) => {
      const { data } = await asPublic({ ...ctx, config }).request('GET /rate_limit', {})
      return data.resources.core.limit
    }
    const { token } = await setting.github.signIn('grace-demo')
    expect(await limitOf(ctx.config)).toBe(60)
    expect(await limitOf({ ...ctx.config, GITHUB_TOKEN: token })).toBe(5000)
  })

  test('pages of a list come one after the other, no more than asked for', async () => {
    const list = async (options?: { atMost: number }) => {
      const logins: string[][] = []
      const parameters = { org: 'acme', per_page: 1 }
      const pages = installation().pages('GET /orgs/{org}/members', parameters, options)
      for await (const page of pages) logins.push(page.map(({ login }) => login))
      return logins
    }
    expect(await list()).toEqual([['ada-demo'], ['grace-demo']])
    expect(await list({ atMost: 1 })).toEqual([['ada-demo']])
    const { token } = await setting.github.signIn('ada-demo')
    const mine = asUser(setting.app.ctx, token).pages('GET /user/installations', { per_page: 1 })
    const ids: number[] = []
    for await (const page of mine) ids.push(...page.map(({ id }) => id))
    expect(ids).toEqual(demoWorld.installations.map(({ id }) => id))
  })

  test('each request is counted, by who asked and what was answered', async () => {
    const { githubRequests } = setting.app.app.metrics
    const countOf = async (status: string) => {
      const { values } = await githubRequests.get()
      const mine = values.find(
        ({ labels }) => labels.identity === 'installation' && labels.status === status,
      )
      return mine?.value ?? 0
    }
    const before = [await countOf('2xx'), await countOf('4xx')]
    await readAda()
    await orNull(installation().request('GET /users/{username}', { username: 'nobody' }))
    expect([await countOf('2xx'), await countOf('4xx')]).toEqual(before.map((count) => count + 1))
  })
})

describe('what GitHub says', () => {
  const fail = (status: number) => setting.github.control.failNext({ path: adaPath, status })

  test.each([
    [401, GithubForbidden],
    [403, GithubForbidden],
    [404, GithubNotFound],
    [410, GithubGone],
    [422, GithubRefusal],
  ])('%i is a refusal with a name, and is not asked again', async (status, kind) => {
    for (let time = 0; time < 2; time++) fail(status)
    const error = await thrownBy(readAda)
    setting.github.control.clearFailures()
    expect(error).toBeInstanceOf(kind)
    expect(error).toMatchObject({ name: kind.name, status })
    expect(error.message).toContain('GET /users/{username}')
  })

  test('what is not there is null where that is asked for', async () => {
    fail(404)
    expect(await orNull(readAda())).toBeNull()
    fail(410)
    expect(await thrownBy(() => orNull(readAda()))).toBeInstanceOf(GithubGone)
  })

  test('an installation that is suspended or gone is forbidden, whatever is asked', async () => {
    setting.github.control.suspendInstallation({ id: Number(installationId) })
    expect(await thrownBy(readAda)).toBeInstanceOf(GithubForbidden)
    const suspended = { id: Number(installationId), isSuspended: false }
    setting.github.control.suspendInstallation(suspended)
    const gone = asInstallation(setting.app.ctx, 1n).request('GET /users/{username}', ada)
    await expect(gone).rejects.toThrow(GithubForbidden)
  })

  test('a failure that passes is not noticed; a second one is for later, without a time', async () => {
    fail(502)
    expect((await readAda()).status).toBe(200)
    const error = await thrownBy(async () => {
      const requests = await requestsDuring(async () => {
        for (let time = 0; time < 2; time++) fail(503)
        await readAda()
      })
      return requests
    })
    expect(error).toMatchObject({ name: 'TryLater', at: null })
  })

  test('a connection that is dropped again and again is for later; nothing is remembered', async () => {
    setting.github.control.failNext({ path: adaPath, times: 2, drop: true })
    const requests = await requestsDuring(async () => {
      expect(await thrownBy(readAda)).toMatchObject({ name: 'TryLater', at: null })
    })
    expect(requests).toBe(2)
    expect((await readAda()).status).toBe(200)
  })

  test('what adds something is sent once, whatever happens to it', async () => {
    const before = setting.requestsTo('/app/hook').length
    const path = '/api/v3/app/hook/deliveries/1/attempts'
    setting.github.control.failNext({ path, times: 2, status: 500 })
    const route = 'POST /app/hook/deliveries/{delivery_id}/attempts'
    const send = () => asApp(setting.app.ctx).request(route, { delivery_id: 1 })
    expect(await thrownBy(send)).toMatchObject({ name: 'TryLater' })
    expect(setting.requestsTo('/app/hook').length - before).toBe(1)
  })
})

describe('limits', () => {
  const secondsUntil = (at: Date) => (at.getTime() - Date.now()) / 1_000
  const secondary = { message: 'You have exceeded a secondary rate limit.' }

  test.each([
    ['the hour is used up', 403, { rateLimit: { remaining: 0, resetInSeconds: 90 } }, 91],
    ['the hour is used up', 429, { rateLimit: { remaining: 0, resetInSeconds: 90 } }, 91],
    ['GitHub says how long', 403, { headers: { 'retry-after': '120' }, body: secondary }, 120],
    ['GitHub says how long', 429, { headers: { 'retry-after': '120' } }, 120],
    ['a secondary limit', 403, { body: secondary }, 60],
    ['a secondary limit', 429, {}, 60],
  ])('%s (%i): for later, and not asked before', async (_what, status, more, seconds) => {
    setting.github.control.failNext({ path: adaPath, status, ...more })
    const requests = await requestsDuring(async () => {
      const error = await thrownBy(readAda)
      expect(error).toMatchObject({ name: 'TryLater', at: expect.any(Date) })
      expect(secondsUntil(error.at)).toBeGreaterThan(seconds - 3)
      expect(secondsUntil(error.at)).toBeLessThan(seconds + 2)
      const again = await thrownBy(readAda)
      expect(again).toMatchObject({ name: 'TryLater', at: error.at })
    })
    expect(requests).toBe(1)
  })

  test('the limit of one is not that of another', async () => {
    const rateLimit = { remaining: 0, resetInSeconds: 90 }
    setting.github.control.failNext({ path: adaPath, status: 403, rateLimit })
    await thrownBy(readAda)
    const { ctx } = setting.app
    const other = BigInt(demoWorld.installations[1]?.id ?? 0)
    const { status } = await asInstallation(ctx, other).request('GET /users/{username}', ada)
    expect(status).toBe(200)
    expect((await asPublic(ctx).request('GET /users/{username}', ada)).status).toBe(200)
  })

  test('a client that waits is told how long', async () => {
    setting.github.control.failNext({
      path: adaPath,
      status: 429,
      headers: { 'retry-after': '30' },
    })
    const limited = await thrownBy(() => orUnavailable(readAda()))
    expect(limited).toBeInstanceOf(GithubUnavailable)
    expect(limited).toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: 30 })
    await setting.app.db.cacheEntry.deleteMany()
    setting.github.control.failNext({ path: adaPath, times: 2, status: 500 })
    const away = await thrownBy(() => orUnavailable(readAda()))
    expect(away).toMatchObject({ code: 'UNAVAILABLE', retryAfterSeconds: null })
  })

  test('what is left of the hour can be asked; null when it can’t be read', async () => {
    const { ctx } = setting.app
    const left = await rateLimitOf(ctx, installationId)
    expect(left).toBeGreaterThan(4_000)
    await readAda()
    expect(await rateLimitOf(ctx, installationId)).toBe((left ?? 0) - 1)
    expect(await rateLimitOf(ctx, 1n)).toBeNull()
  })
})

describe('a request with the ETag of before', () => {
  const etag = 'W/"the-state-of-things"'
  const server = createServer((request, response) => {
    const isKnown = request.headers['if-none-match'] === etag
    response.writeHead(isKnown ? 304 : 200, { etag, 'content-type': 'application/json' })
    response.end(isKnown ? undefined : '{"login":"ada-demo"}')
  })
  beforeAll(() => new Promise<void>((done) => server.listen(0, '127.0.0.1', done)))
  afterAll(() => new Promise((done) => server.close(done)))

  test('is answered 304, a value, while nothing has changed', async () => {
    const { ctx } = setting.app
    const { port } = server.address() as AddressInfo
    const config = { ...ctx.config, GITHUB_API_URL: `http://127.0.0.1:${port}` }
    const ask = (known: string | null) =>
      asPublic({ ...ctx, config }).request('GET /users/{username}', ada, { etag: known })
    expect(await ask(null)).toMatchObject({ status: 200, etag, data: { login: 'ada-demo' } })
    expect(await ask('W/"another"')).toMatchObject({ status: 200 })
    expect(await ask(etag)).toEqual({ status: 304 })
  })
})

test('outside of tests, changes are a second apart for each installation, reads are not', async () => {
  const { ctx } = setting.app
  const config = { ...ctx.config, NODE_ENV: 'production' as const }
  const route = 'PATCH /repos/{owner}/{repo}/issues/{issue_number}'
  const issue = { owner: 'acme', repo: 'nowhere', issue_number: 1, body: '' }
  const change = () =>
    thrownBy(() => asInstallation({ ...ctx, config }, installationId).request(route, issue))
  const read = () =>
    asInstallation({ ...ctx, config }, installationId).request('GET /users/{username}', ada)
  await read()
  const start = performance.now()
  await Promise.all([read(), read(), read()])
  expect(performance.now() - start).toBeLessThan(900)
  const changing = performance.now()
  await Promise.all([change(), change()])
  expect(performance.now() - changing).toBeGreaterThan(950)
})
