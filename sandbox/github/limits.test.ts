import { Octokit } from '@octokit/core'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { errorOf, startWithApp, type TestGithub } from './testing.ts'

let github: TestGithub

beforeEach(async () => {
  github = await startWithApp()
})
afterEach(() => github.stop())

const issuePath = '/repos/acme/rocket/issues/1'

describe('an ETag', () => {
  const get = (token: string, etag?: string) =>
    fetch(github.apiUrl + issuePath, {
      headers: { authorization: `Bearer ${token}`, ...(etag && { 'if-none-match': etag }) },
    })

  test('answers 304 without a body for the same token, for free', async () => {
    const { token } = github.control.issueToken({ login: 'linus-demo' })
    const first = await get(token)
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^W\/"[0-9a-f]{64}"$/)
    expect(first.headers.get('x-ratelimit-used')).toBe('1')
    const second = await get(token, etag)
    expect([second.status, await second.text()]).toEqual([304, ''])
    expect(second.headers.get('etag')).toBe(etag)
    expect(second.headers.get('x-ratelimit-used')).toBe('1')
    expect(second.headers.get('content-type')).toBeNull()
  })

  test('is another one for another token, and after a change', async () => {
    const { token } = github.control.issueToken({ login: 'linus-demo' })
    const etag = (await get(token)).headers.get('etag') ?? ''
    const other = github.control.issueToken({ login: 'linus-demo' }).token
    expect((await get(other, etag)).status).toBe(200)
    expect((await get(token, `W/"x", ${etag}`)).status).toBe(304)
    github.control.commentIssue({ repository: 'acme/rocket', number: 1, body: 'New' })
    expect((await get(token, etag)).status).toBe(200)
    expect(github.control.countRequests({ path: '/api/v3/repos' })).toEqual({
      total: 4,
      byStatus: { 200: 3, 304: 1 },
    })
    github.control.clearRequests()
    expect(github.control.countRequests()).toEqual({ total: 0, byStatus: {} })
  })

  test('does not spare those who are nobody', async () => {
    const read = (headers?: Record<string, string>) => fetch(github.apiUrl + issuePath, { headers })
    const etag = (await read()).headers.get('etag') ?? ''
    const again = await read({ 'if-none-match': etag })
    expect([again.status, again.headers.get('x-ratelimit-used')]).toEqual([304, '2'])
  })
})

describe("GitHub's limits", () => {
  test('a primary one says when it ends', async () => {
    const limit = { kind: 'primary', seconds: 90 } as const
    github.control.failNext({ path: '/api/v3', limit })
    const error = await errorOf(github.anonymous.request(`GET ${issuePath}`))
    expect(error.status).toBe(403)
    expect(error.message).toMatch('API rate limit exceeded')
    const headers = error.response?.headers as Record<string, string>
    expect(headers['x-ratelimit-remaining']).toBe('0')
    const wait = Number(headers['x-ratelimit-reset']) - Date.now() / 1000
    expect(Math.abs(wait - 90)).toBeLessThan(3)
  })

  test('a secondary one says how long to wait', async () => {
    const limit = { kind: 'secondary', seconds: 7, status: 429 } as const
    github.control.failNext({ path: '/api/v3', limit })
    const error = await errorOf(github.anonymous.request(`GET ${issuePath}`))
    expect(error.status).toBe(429)
    expect(error.message).toMatch('You have exceeded a secondary rate limit')
    expect(error.response?.headers).toMatchObject({ 'retry-after': '7' })
  })

  test('an outage lasts until it is called off', async () => {
    github.control.failNext({ path: '/api/v3/repos', status: 503, times: 'always' })
    const read = () => fetch(github.apiUrl + issuePath)
    for (let n = 0; n < 5; n++) expect((await read()).status).toBe(503)
    expect((await fetch(`${github.apiUrl}/users/ada-demo`)).status).toBe(200)
    github.control.clearFailures()
    expect((await read()).status).toBe(200)
  })
})

test("Octokit's retries and throttling take it for GitHub", async () => {
  const waits: [string, number][] = []
  const onLimit = (kind: string) => (seconds: number) => {
    waits.push([kind, seconds])
    return true
  }
  const CarefulOctokit = Octokit.plugin(retry, throttling)
  const client = new CarefulOctokit({
    baseUrl: github.apiUrl,
    auth: github.control.issueToken({ login: 'linus-demo' }).token,
    log: { debug: () => {}, info: () => {}, warn: () => {}, error: () => {} },
    throttle: {
      onRateLimit: onLimit('primary'),
      onSecondaryRateLimit: onLimit('secondary'),
      fallbackSecondaryRateRetryAfter: 0,
      retryAfterBaseValue: 1,
    },
    retry: { retryAfterBaseValue: 1 },
  })
  github.control.failNext({ path: '/api/v3', limit: { kind: 'secondary', seconds: 2 } })
  expect((await client.request(`GET ${issuePath}`)).status).toBe(200)
  github.control.failNext({ path: '/api/v3', limit: { kind: 'primary', seconds: 1 } })
  expect((await client.request(`GET ${issuePath}`)).status).toBe(200)
  github.control.failNext({ path: '/api/v3', status: 502 })
  expect((await client.request(`GET ${issuePath}`)).status).toBe(200)
  expect(waits.map(([kind]) => kind)).toEqual(['secondary', 'primary'])
  expect(waits[0]?.[1]).toBe(2)
})
