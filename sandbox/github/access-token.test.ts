import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { callbackUrl, clientId, clientSecret, errorOf, startWithApp } from './testing.ts'
import { authorizeAs } from './visitor.ts'

let github: Awaited<ReturnType<typeof startWithApp>>

beforeEach(async () => {
  github = await startWithApp()
})
afterEach(async () => {
  vi.useRealTimers()
  await github.stop()
})

const minutesLater = (minutes: number) =>
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + minutes * 60_000 })

const ask = async (fields: Record<string, string>, headers: Record<string, string> = {}) => {
  const answer = await fetch(`${github.url}/login/oauth/access_token`, {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(fields),
  })
  return { status: answer.status, body: await answer.json() }
}

const client = { client_id: clientId, client_secret: clientSecret }

describe('a code', () => {
  test('becomes tokens that expire, through Octokit', async () => {
    const before = Date.now()
    const authentication = await github.signIn('ada-demo')
    expect(authentication).toMatchObject({
      token: expect.stringMatching(/^ghu_\w{36}$/),
      refreshToken: expect.stringMatching(/^ghr_\w{76}$/),
    })
    const { expiresAt = '', refreshTokenExpiresAt = '' } = authentication as {
      expiresAt?: string
      refreshTokenExpiresAt?: string
    }
    expect(Math.abs(Date.parse(expiresAt) - before - 28_800_000)).toBeLessThan(5000)
    expect(Math.abs(Date.parse(refreshTokenExpiresAt) - before - 15_897_600_000)).toBeLessThan(5000)
    expect(github.control.countTokens()).toMatchObject({ codes: 0, userTokens: 1 })
  })

  test('answers every field that GitHub documents', async () => {
    const { status, body } = await ask({ ...client, code: await github.codeFor('ada-demo') })
    expect(status).toBe(200)
    expect(body).toEqual({
      access_token: expect.stringMatching(/^ghu_/),
      expires_in: 28_800,
      refresh_token: expect.stringMatching(/^ghr_/),
      refresh_token_expires_in: 15_897_600,
      scope: '',
      token_type: 'bearer',
    })
  })

  test('is answered as a form unless JSON is asked for', async () => {
    const code = await github.codeFor('ada-demo')
    const answer = await fetch(`${github.url}/login/oauth/access_token`, {
      method: 'POST',
      body: new URLSearchParams({ ...client, code }),
    })
    expect(answer.headers.get('content-type')).toMatch('application/x-www-form-urlencoded')
    const fields = new URLSearchParams(await answer.text())
    expect(fields.get('access_token')).toMatch(/^ghu_/)
    expect(fields.get('expires_in')).toBe('28800')
  })

  test('is good once', async () => {
    const code = await github.codeFor('ada-demo')
    await github.app.oauth.createToken({ code })
    const error = await errorOf(github.app.oauth.createToken({ code }))
    expect(error.message).toMatch('bad_verification_code')
  })

  test('is good for ten minutes', async () => {
    const [early, late] = [await github.codeFor('ada-demo'), await github.codeFor('ada-demo')]
    minutesLater(9.9)
    expect((await ask({ ...client, code: early })).body.error).toBeUndefined()
    minutesLater(0.2)
    expect((await ask({ ...client, code: late })).body.error).toBe('bad_verification_code')
  })

  test.each([
    ['bad_verification_code', { code: 'unknown' }],
    ['bad_verification_code', {}],
    ['incorrect_client_credentials', { client_secret: 'wrong' }],
    ['incorrect_client_credentials', { client_id: 'wrong' }],
    ['unsupported_grant_type', { grant_type: 'password' }],
  ])('%s for %o', async (error, fields) => {
    const { status, body } = await ask({ ...client, ...fields })
    expect(status).toBe(200)
    expect(body).toEqual({
      error,
      error_description: expect.any(String),
      error_uri: expect.stringContaining('https://docs.github.com/'),
    })
  })

  test('is refused with another address than it was asked for, and stays good', async () => {
    const code = await github.codeFor('ada-demo')
    const wrong = await ask({ ...client, code, redirect_uri: `${callbackUrl}/other` })
    expect(wrong.body.error).toBe('redirect_uri_mismatch')
    const right = await ask({ ...client, code, redirect_uri: callbackUrl })
    expect(right.body.access_token).toMatch(/^ghu_/)
  })

  test('of somebody without a verified primary address is refused', async () => {
    const error = await errorOf(github.signIn('margaret-demo'))
    expect(error.message).toMatch('unverified_user_email')
    github.control.changeSettings({ refuseUnverifiedEmail: false })
    expect((await github.signIn('margaret-demo')).token).toMatch(/^ghu_/)
  })

  test('a parameter that GitHub does not have is refused', async () => {
    const { status, body } = await ask({ ...client, code: 'x', redirect_url: callbackUrl })
    expect(status).toBe(422)
    expect(body.errors).toEqual([expect.objectContaining({ field: 'redirect_url' })])
  })

  test('comes without a refresh token where tokens do not expire', async () => {
    github.control.changeSettings({ expiringTokens: false })
    const { body } = await ask({ ...client, code: await github.codeFor('ada-demo') })
    expect(Object.keys(body).sort()).toEqual(['access_token', 'scope', 'token_type'])
    minutesLater(600 * 24 * 365)
    const answer = await fetch(`${github.apiUrl}/user`, {
      headers: { authorization: `Bearer ${body.access_token}` },
    })
    expect(answer.status).toBe(200)
  })
})

describe('a proof key (PKCE)', () => {
  const verifier = 'a-verifier-that-only-the-browser-knows-0123456789'
  const challenge = createHash('sha256').update(verifier).digest('base64url')

  const codeWith = async (parameters: Record<string, string>) => {
    const address = new URL(github.authorizationUrl())
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
    return new URL(await authorizeAs(address.href, 'ada-demo')).searchParams
  }

  test('is asked for when the code is exchanged', async () => {
    const back = await codeWith({ code_challenge: challenge, code_challenge_method: 'S256' })
    const code = back.get('code') ?? ''
    expect((await ask({ ...client, code })).body.error).toBe('bad_verification_code')
    const wrong = await ask({ ...client, code, code_verifier: 'another' })
    expect(wrong.body.error).toBe('bad_verification_code')
    const right = await ask({ ...client, code, code_verifier: verifier })
    expect(right.body.access_token).toMatch(/^ghu_/)
  })

  test('needs its method', async () => {
    const back = await codeWith({ code_challenge: challenge })
    expect(back.get('error')).toBe('invalid_request')
    await expect(
      codeWith({ code_challenge: challenge, code_challenge_method: 'plain' }),
    ).rejects.toThrow('422')
  })
})

describe('a refresh token', () => {
  const refreshTokenOf = async (login: string) =>
    (await github.signIn(login)) as { token: string; refreshToken: string }

  test('brings new tokens and ends the old ones', async () => {
    const old = await refreshTokenOf('ada-demo')
    const { authentication } = await github.app.oauth.refreshToken(old)
    expect(authentication.token).not.toBe(old.token)
    expect(authentication.refreshToken).not.toBe(old.refreshToken)
    const statusWith = async (token: string) =>
      (await fetch(`${github.apiUrl}/user`, { headers: { authorization: `token ${token}` } }))
        .status
    expect(await statusWith(old.token)).toBe(401)
    expect(await statusWith(authentication.token)).toBe(200)
    const error = await errorOf(github.app.oauth.refreshToken(old))
    expect(error.message).toMatch('bad_refresh_token')
    expect(github.control.countTokens()).toMatchObject({ userTokens: 1, refreshTokens: 1 })
  })

  test('outlives its access token, up to six months', async () => {
    const { refreshToken } = await refreshTokenOf('ada-demo')
    github.control.expireTokens()
    const { authentication } = await github.app.oauth.refreshToken({ refreshToken })
    minutesLater(184 * 24 * 60 + 1)
    const error = await errorOf(
      github.app.oauth.refreshToken({ refreshToken: authentication.refreshToken }),
    )
    expect(error.message).toMatch('bad_refresh_token')
  })

  test('can be made out of date too', async () => {
    const { refreshToken } = await refreshTokenOf('ada-demo')
    github.control.expireTokens({ refresh: true })
    const error = await errorOf(github.app.oauth.refreshToken({ refreshToken }))
    expect(error.message).toMatch('bad_refresh_token')
  })

  test('ends when its person takes back what they allowed', async () => {
    const old = await refreshTokenOf('ada-demo')
    await github.signIn('grace-demo')
    github.control.revokeUser({ login: 'ada-demo' })
    expect(github.control.countTokens()).toMatchObject({ userTokens: 1, refreshTokens: 1 })
    await errorOf(github.app.oauth.refreshToken(old))
  })
})

describe('the client itself', () => {
  test('can check a token and end it', async () => {
    const { token, refreshToken } = (await github.signIn('ada-demo')) as {
      token: string
      refreshToken: string
    }
    const { data } = await github.app.oauth.checkToken({ token })
    expect(data).toMatchObject({
      token,
      token_last_eight: token.slice(-8),
      user: { login: 'ada-demo' },
      app: { client_id: clientId },
    })
    expect((await github.app.oauth.deleteToken({ token })).status).toBe(204)
    expect((await errorOf(github.app.oauth.checkToken({ token }))).status).toBe(404)
    await errorOf(github.app.oauth.refreshToken({ refreshToken }))
  })

  test.each([
    ['another secret', 401, `${clientId}:wrong`, { access_token: 'x' }],
    ['a token nobody has', 404, `${clientId}:${clientSecret}`, { access_token: 'x' }],
    ['no token', 422, `${clientId}:${clientSecret}`, {}],
  ])('is refused with %s', async (_, status, credentials, body) => {
    const answer = await fetch(`${github.apiUrl}/applications/${clientId}/token`, {
      method: 'POST',
      headers: { authorization: `Basic ${btoa(credentials)}` },
      body: JSON.stringify(body),
    })
    expect(answer.status).toBe(status)
  })
})
