import { generateKeyPairSync, sign } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoApp, demoWorld } from './demo.ts'
import { clientId, errorOf, startWithApp } from './testing.ts'

let github: Awaited<ReturnType<typeof startWithApp>>

beforeEach(async () => {
  github = await startWithApp()
})
afterEach(() => github.stop())

const installationId = demoWorld.installations[0]?.id ?? 0
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
const now = () => Math.floor(Date.now() / 1000)

const jwt = (claims: object, { alg = 'RS256', key = github.keys.privateKey } = {}) => {
  const signed = `${part({ alg, typ: 'JWT' })}.${part({ iat: now() - 30, exp: now() + 500, iss: github.appId, ...claims })}`
  return `${signed}.${sign('RSA-SHA256', Buffer.from(signed), key).toString('base64url')}`
}

const getApp = async (token: string) => {
  const headers = { authorization: `Bearer ${token}` }
  const answer = await fetch(`${github.apiUrl}/app`, { headers })
  return { status: answer.status, message: (await answer.json()).message }
}

describe('the App', () => {
  test('is told what it is', async () => {
    const { data } = await github.app.octokit.request('GET /app')
    expect(data).toMatchObject({
      id: github.appId,
      slug: 'polar-sandbox',
      client_id: clientId,
      permissions: demoApp.permissions,
      events: demoApp.events,
      installations_count: 2,
    })
  })

  test('may name itself by its id as text, or by its client id', async () => {
    expect((await getApp(jwt({ iss: `${github.appId}` }))).status).toBe(200)
    expect((await getApp(jwt({ iss: clientId }))).status).toBe(200)
  })

  test.each([
    [401, 'is too far in the future', () => jwt({ exp: now() + 700 })],
    [401, "('exp') must be a numeric value", () => jwt({ exp: now() - 1 })],
    [401, "('exp') must be a numeric value", () => jwt({ exp: undefined })],
    [401, "('iat') must be an Integer", () => jwt({ iat: now() + 100 })],
    [401, "Missing 'issuer' claim", () => jwt({ iss: undefined })],
    [404, 'Integration not found', () => jwt({ iss: 99 })],
    [401, 'could not be decoded', () => jwt({}, { alg: 'none' })],
    [401, 'could not be decoded', () => `${jwt({}).slice(0, -8)}AAAAAAAA`],
    [401, 'could not be decoded', () => 'not.a.token'],
  ])('is refused with %i, "%s"', async (status, message, token) => {
    const answer = await getApp(token())
    expect(answer.status).toBe(status)
    expect(answer.message).toContain(message)
  })

  test('is refused with a key that is not its own', async () => {
    const { privateKey } = generateKeyPairSync('rsa', {
      modulusLength: 2048,
      publicKeyEncoding: { type: 'spki', format: 'pem' },
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    })
    const { status, message } = await getApp(jwt({}, { key: privateKey }))
    expect([status, message]).toEqual([401, 'A JSON web token could not be decoded'])
  })

  test('is not a person, nor is a person the App', async () => {
    const headers = { authorization: `Bearer ${jwt({})}` }
    expect((await fetch(`${github.apiUrl}/user`, { headers })).status).toBe(403)
    const octokit = await github.octokitOf('ada-demo')
    expect((await errorOf(octokit.request('GET /app'))).status).toBe(401)
  })
})

describe('an installation token', () => {
  const create = (parameters: object = {}, id = installationId) =>
    github.app.octokit.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: id,
      ...parameters,
    })

  test('lasts an hour and has what the App has', async () => {
    const { status, data } = await create()
    expect(status).toBe(201)
    expect(data).toEqual({
      token: expect.stringMatching(/^ghs_\w{36}$/),
      expires_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
      permissions: demoApp.permissions,
      repository_selection: 'all',
    })
    expect(Math.abs(Date.parse(data.expires_at) - Date.now() - 3_600_000)).toBeLessThan(5000)
  })

  test('can be asked for with less, not with more', async () => {
    const { data } = await create({ permissions: { issues: 'read' }, repositories: ['rocket'] })
    expect(data.permissions).toEqual({ issues: 'read' })
    expect(data.repository_selection).toBe('selected')
    expect(data.repositories?.map(({ full_name }) => full_name)).toEqual(['acme/rocket'])
    expect((await errorOf(create({ permissions: { members: 'write' } }))).status).toBe(422)
    expect((await errorOf(create({ permissions: { secrets: 'read' } }))).status).toBe(422)
    expect((await errorOf(create({ repositories: ['notes'] }))).status).toBe(422)
    expect((await errorOf(create({ repository_ids: [1] }))).status).toBe(422)
    expect((await errorOf(create({ repository: 'rocket' }))).message).toMatch('repository')
  })

  test('is not given for an unknown or a suspended installation', async () => {
    expect((await errorOf(create({}, 1))).status).toBe(404)
    github.control.suspendInstallation({ id: installationId })
    const error = await errorOf(create())
    expect([error.status, error.message]).toEqual([403, expect.stringContaining('suspended')])
    github.control.suspendInstallation({ id: installationId, isSuspended: false })
    expect((await create()).status).toBe(201)
  })

  test('does not act for a person, and ends when it is out of date', async () => {
    const octokit = await github.app.getInstallationOctokit(installationId)
    expect((await errorOf(octokit.request('GET /user'))).status).toBe(403)
    const read = () => octokit.request('GET /users/{username}', { username: 'ada-demo' })
    expect((await read()).status).toBe(200)
    expect((await octokit.request('GET /rate_limit')).data.rate.limit).toBe(5000)
    github.control.suspendInstallation({ id: installationId })
    expect((await errorOf(read())).status).toBe(403)
  })
})
