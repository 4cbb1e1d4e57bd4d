import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { errorOf, startWithApp } from './testing.ts'

let github: Awaited<ReturnType<typeof startWithApp>>

beforeEach(async () => {
  github = await startWithApp()
})
afterEach(() => github.stop())

const ada = () => fetch(`${github.apiUrl}/users/ada-demo`)

describe('every answer of the API', () => {
  test('says what is left of the limit', async () => {
    const { headers } = await ada()
    expect(headers.get('x-ratelimit-limit')).toBe('60')
    expect(headers.get('x-ratelimit-remaining')).toBe('59')
    expect(headers.get('x-ratelimit-used')).toBe('1')
    expect(headers.get('x-ratelimit-resource')).toBe('core')
    const reset = Number(headers.get('x-ratelimit-reset')) - Date.now() / 1000
    expect(Math.abs(reset - 3600)).toBeLessThan(5)
    expect(headers.get('x-github-request-id')).toMatch(/^[0-9A-F]{32}$/)
    expect(headers.get('content-type')).toBe('application/json; charset=utf-8')
  })

  test('is 404 in its own shape for what does not exist', async () => {
    const answer = await fetch(`${github.apiUrl}/nowhere`)
    expect(answer.status).toBe(404)
    expect(await answer.json()).toEqual({
      message: 'Not Found',
      documentation_url: 'https://docs.github.com/rest',
      status: '404',
    })
    const wrongMethod = await fetch(`${github.apiUrl}/user`, { method: 'PUT' })
    expect(wrongMethod.status).toBe(404)
    expect((await fetch(`${github.url}/api/v30/user`)).status).toBe(404)
    expect((await fetch(`${github.url}//user`)).status).toBe(404)
  })

  test('names parameters it does not know', async () => {
    const answer = await fetch(`${github.apiUrl}/users/ada-demo?perpage=1`)
    expect(answer.status).toBe(422)
    expect(await answer.json()).toMatchObject({
      message: 'Validation Failed',
      errors: [{ field: 'perpage', code: 'unknown' }],
      status: '422',
    })
  })

  test('is a refusal for those who do not say what they are', async () => {
    const answer = await fetch(`${github.apiUrl}/users/ada-demo`, { headers: { 'user-agent': '' } })
    expect(answer.status).toBe(403)
  })
})

describe('the limit', () => {
  test('is counted for each person, and asking for it is free', async () => {
    const octokit = await github.octokitOf('ada-demo')
    await octokit.request('GET /user')
    const rate = async () => (await octokit.request('GET /rate_limit')).data.resources.core
    expect(await rate()).toMatchObject({ limit: 5000, used: 1, remaining: 4999 })
    expect(await rate()).toMatchObject({ used: 1 })
    const other = await github.octokitOf('grace-demo')
    expect((await other.request('GET /user')).headers['x-ratelimit-used']).toBe('1')
  })

  test('can be nearly used up, and is kept', async () => {
    const octokit = await github.octokitOf('ada-demo')
    github.control.changeSettings({ rateLimitUsed: 4999 })
    expect((await octokit.request('GET /user')).headers['x-ratelimit-remaining']).toBe('0')
    const error = await errorOf(octokit.request('GET /user'))
    expect(error.status).toBe(403)
    expect(error.message).toMatch('API rate limit exceeded for user ID')
    expect(error.response?.headers).toMatchObject({ 'x-ratelimit-remaining': '0' })
    expect((await octokit.request('GET /rate_limit')).data.rate.remaining).toBe(0)
  })
})

describe('failures', () => {
  test('happen as often as asked for, in order', async () => {
    github.control.failNext({ path: '/api/v3/users', status: 502, times: 2 })
    github.control.failNext({ path: '/api/v3/users', status: 503 })
    const statuses = []
    for (let n = 0; n < 4; n++) statuses.push((await ada()).status)
    expect(statuses).toEqual([502, 502, 503, 200])
  })

  test('hit one path and method, or all below', async () => {
    const octokit = await github.octokitOf('ada-demo')
    github.control.failNext({ path: '/api/v3/user', exact: true, method: 'get', status: 500 })
    expect((await octokit.request('GET /user/emails')).status).toBe(200)
    expect((await errorOf(octokit.request('GET /user'))).status).toBe(500)
    github.control.failNext({ path: '/api/v3/user', status: 500 })
    expect((await errorOf(octokit.request('GET /user/emails'))).status).toBe(500)
  })

  test('can be a limit, a body, a delay, a dropped connection', async () => {
    github.control.failNext({
      path: '/',
      status: 429,
      rateLimit: { remaining: 0, resetInSeconds: 60 },
      headers: { 'retry-after': '60' },
    })
    const limited = await ada()
    expect(limited.headers.get('retry-after')).toBe('60')
    expect(limited.headers.get('x-ratelimit-remaining')).toBe('0')
    expect((await limited.json()).message).toBe('API rate limit exceeded.')

    github.control.failNext({ path: '/login/oauth/access_token', status: 200, body: { scope: '' } })
    const odd = await fetch(`${github.url}/login/oauth/access_token`, { method: 'POST' })
    expect(await odd.json()).toEqual({ scope: '' })

    github.control.failNext({ path: '/', delayMs: 60 })
    const before = performance.now()
    expect((await ada()).status).toBe(200)
    expect(performance.now() - before).toBeGreaterThan(50)

    github.control.failNext({ path: '/', drop: true })
    await expect(ada()).rejects.toThrow('fetch failed')
  })

  test('can be called off, and need something that fails', async () => {
    github.control.failNext({ path: '/', status: 500, times: 100 })
    github.control.clearFailures()
    expect((await ada()).status).toBe(200)
    expect(() => github.control.failNext({ path: '/' })).toThrow('Say what goes wrong')
  })
})

describe('over HTTP', () => {
  const run = async (name: string, given?: object, type = 'application/json') => {
    const answer = await fetch(`${github.url}/_sandbox/${name}`, {
      method: 'POST',
      headers: { 'content-type': type },
      body: given && JSON.stringify(given),
    })
    return { status: answer.status, body: answer.status === 204 ? undefined : await answer.json() }
  }

  test('the same commands run', async () => {
    expect(await run('failNext', { path: '/api/v3', status: 500 })).toEqual({ status: 204 })
    expect((await ada()).status).toBe(500)
    const emails = [{ email: 'new@example.com', primary: true, verified: false }]
    await run('addAccount', { id: 77, login: 'new-demo', name: 'New', emails })
    await run('changeSettings', { refuseUnverifiedEmail: false })
    await run('setMembership', { organization: 'acme', login: 'new-demo', role: 'admin' })
    const octokit = await github.octokitOf('new-demo')
    expect((await octokit.request('GET /user/emails')).data).toMatchObject(emails)
    const { data } = await octokit.request('GET /user/memberships/orgs/{org}', { org: 'acme' })
    expect(data.role).toBe('admin')
    await run('setEmails', { login: 'new-demo', emails: [] })
    expect((await octokit.request('GET /user/emails')).data).toEqual([])
    expect((await run('countTokens')).body).toMatchObject({ userTokens: 1, refreshTokens: 1 })
    await run('expireTokens', { refresh: true })
    expect((await run('countTokens')).body).toMatchObject({ userTokens: 0, refreshTokens: 0 })
    expect((await (await fetch(`${github.url}/_sandbox`)).json()).commands).toContain('failNext')
  })

  test('what is wrong is said, and nothing is done', async () => {
    expect((await run('unknown')).status).toBe(404)
    expect((await run('toString')).status).toBe(404)
    expect((await run('failNext', { path: '/', status: 99 })).body.message).toMatch('status')
    expect((await run('changeSettings', { speed: 1 })).status).toBe(422)
    const nobody = await run('revokeUser', { login: 'nobody' })
    expect(nobody.body.message).toBe('The sandbox knows no account nobody')
    const twice = await run('addAccount', { id: 78, login: 'ADA-demo' })
    expect(twice.body.message).toMatch('already')
    // What a form on a foreign page could send.
    expect((await run('clearFailures', {}, 'text/plain')).status).toBe(415)
  })

  test('requests are remembered, but not these', async () => {
    await ada()
    await run('clearFailures')
    expect((await run('listRequests')).body).toEqual([
      { method: 'GET', path: '/api/v3/users/ada-demo', status: 200 },
    ])
  })
})

test('worlds of two sandboxes are apart', async () => {
  const other = await startWithApp()
  github.control.removeMembership({ organization: 'acme', login: 'ada-demo' })
  expect(other.world.memberships).toHaveLength(3)
  expect(github.world.memberships).toHaveLength(2)
  await other.stop()
})
