import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { demoApp, demoWorld } from './demo.ts'
import { errorOf, startWithApp } from './testing.ts'

let github: Awaited<ReturnType<typeof startWithApp>>

beforeEach(async () => {
  github = await startWithApp()
})
afterEach(() => github.stop())

const idOf = (login: string) => demoWorld.accounts.find((one) => one.login === login)?.id ?? 0

describe('who somebody is', () => {
  test('GET /user tells a person their whole profile', async () => {
    const octokit = await github.octokitOf('ada-demo')
    const { data } = await octokit.request('GET /user')
    expect(data).toMatchObject({
      id: idOf('ada-demo'),
      login: 'ada-demo',
      type: 'User',
      name: 'Ada',
      company: '@acme',
      blog: 'https://ada.example',
      location: 'London',
      email: 'ada@example.com',
      hireable: false,
      bio: 'Writes programs',
      twitter_username: null,
      public_repos: 1,
      public_gists: 0,
      followers: 1815,
      following: 12,
      created_at: '2026-01-05T09:00:00Z',
      updated_at: '2026-01-05T09:00:00Z',
    })
  })

  test('an address that is not public is in GET /user/emails alone', async () => {
    const octokit = await github.octokitOf('grace-demo')
    expect((await octokit.request('GET /user')).data.email).toBeNull()
    expect((await octokit.request('GET /user/emails')).data).toEqual([
      { email: 'grace@example.com', primary: true, verified: true, visibility: 'private' },
    ])
  })

  test('addresses come in pages', async () => {
    const octokit = await github.octokitOf('ada-demo')
    const { data, headers } = await octokit.request('GET /user/emails', { per_page: 2, page: 2 })
    expect(data.map(({ email, verified }) => ({ email, verified }))).toEqual([
      { email: 'countess@example.com', verified: false },
    ])
    expect(headers.link).toMatch('rel="prev"')
  })

  test('addresses need the permission, which the App may lack', async () => {
    await github.stop()
    const { emails: _, ...permissions } = demoApp.permissions
    const { appId: id, keys } = github
    github = await startWithApp({
      app: { ...demoApp, permissions, id, publicKey: keys.publicKey },
    })
    const octokit = await github.octokitOf('ada-demo')
    const error = await errorOf(octokit.request('GET /user/emails'))
    expect(error).toMatchObject({ status: 403 })
    expect(error.message).toMatch('Resource not accessible by integration')
  })

  test('anybody may ask for a profile by name, in any letter case', async () => {
    const { data } = await github.anonymous.request('GET /users/{username}', {
      username: 'ADA-demo',
    })
    expect(data).toMatchObject({ id: idOf('ada-demo'), login: 'ada-demo', public_repos: 1 })
    expect(data).not.toHaveProperty('two_factor_authentication')
    const unknown = github.anonymous.request('GET /users/{username}', { username: 'nobody' })
    expect((await errorOf(unknown)).status).toBe(404)
  })

  test('a login can change under the same id', async () => {
    const octokit = await github.octokitOf('ada-demo')
    github.control.changeAccount({ login: 'ada-demo', changes: { login: 'ada-lovelace' } })
    const { data } = await octokit.request('GET /user')
    expect(data).toMatchObject({ id: idOf('ada-demo'), login: 'ada-lovelace' })
  })

  test.each([
    ['no token', undefined, 401, 'Requires authentication'],
    ['an unknown token', 'Bearer ghu_unknown', 401, 'Bad credentials'],
    ['a token of another kind', 'token gho_123', 401, 'Bad credentials'],
    ['a malformed header', 'ghu_123', 401, 'Bad credentials'],
  ])('%s is refused', async (_, authorization, status, message) => {
    const headers = authorization ? { authorization } : undefined
    const answer = await fetch(`${github.apiUrl}/user`, { headers })
    expect(answer.status).toBe(status)
    expect(await answer.json()).toEqual({
      message,
      documentation_url: 'https://docs.github.com/rest',
      status: '401',
    })
  })

  test('a token out of date is refused, on what is open to anybody too', async () => {
    const octokit = await github.octokitOf('ada-demo')
    github.control.expireTokens()
    expect((await errorOf(octokit.request('GET /user'))).status).toBe(401)
    const open = octokit.request('GET /users/{username}', { username: 'ada-demo' })
    expect((await errorOf(open)).message).toMatch('Bad credentials')
  })
})

describe('membership', () => {
  const membershipOf = async (login: string, org = 'acme') => {
    const octokit = await github.octokitOf(login)
    return octokit.request('GET /user/memberships/orgs/{org}', { org })
  }

  test.each([
    ['ada-demo', 'admin', 'active'],
    ['grace-demo', 'member', 'active'],
    ['dennis-demo', 'member', 'pending'],
  ])('%s is %s, %s', async (login, role, state) => {
    const { data } = await membershipOf(login)
    expect(data).toMatchObject({
      role,
      state,
      organization: { id: idOf('acme'), login: 'acme' },
      user: { login },
    })
  })

  test('who is not affiliated finds nothing, nor does a personal account count', async () => {
    expect(await errorOf(membershipOf('linus-demo'))).toMatchObject({
      status: 404,
      response: { data: { message: 'Not Found' } },
    })
    expect((await errorOf(membershipOf('ada-demo', 'ada-demo'))).status).toBe(404)
  })

  test('an organization may refuse the App', async () => {
    github.control.changeAccount({ login: 'acme', changes: { blocksApp: true } })
    expect((await errorOf(membershipOf('ada-demo'))).status).toBe(403)
  })

  test('can change, and end', async () => {
    const acme = { organization: 'acme', login: 'linus-demo' }
    github.control.setMembership({ ...acme, role: 'admin' })
    expect((await membershipOf('linus-demo')).data.role).toBe('admin')
    github.control.setMembership({ ...acme, state: 'pending' })
    expect((await membershipOf('linus-demo')).data.state).toBe('pending')
    github.control.removeMembership(acme)
    expect((await errorOf(membershipOf('linus-demo'))).status).toBe(404)
  })
})

describe('the members of an organization', () => {
  type Client = Pick<typeof github.anonymous, 'request'>

  const members = async (octokit: Client, parameters: object = {}) => {
    const { data } = await octokit.request('GET /orgs/{org}/members', {
      org: 'acme',
      ...parameters,
    })
    return data.map(({ login }) => login)
  }

  test('are all shown to the installation and to members, by role', async () => {
    const installationId = demoWorld.installations[0]?.id ?? 0
    for (const octokit of [
      await github.app.getInstallationOctokit(installationId),
      await github.octokitOf('grace-demo'),
    ]) {
      expect(await members(octokit)).toEqual(['ada-demo', 'grace-demo'])
      expect(await members(octokit, { role: 'admin' })).toEqual(['ada-demo'])
      expect(await members(octokit, { role: 'member' })).toEqual(['grace-demo'])
      expect(await members(octokit, { per_page: 1, page: 2 })).toEqual(['grace-demo'])
    }
  })

  test('are shown to others as far as they show it themselves', async () => {
    expect(await members(await github.octokitOf('linus-demo'))).toEqual(['ada-demo'])
    expect(await members(await github.octokitOf('dennis-demo'))).toEqual(['ada-demo'])
    expect(await members(github.anonymous)).toEqual(['ada-demo'])
    const other = demoWorld.installations[1]?.id ?? 0
    expect(await members(await github.app.getInstallationOctokit(other))).toEqual(['ada-demo'])
  })

  test('are refused for wrong questions', async () => {
    const octokit = await github.octokitOf('ada-demo')
    expect((await errorOf(members(octokit, { role: 'owner' }))).status).toBe(422)
    expect((await errorOf(members(octokit, { rol: 'admin' }))).message).toMatch('rol')
    expect((await errorOf(members(octokit, { org: 'ada-demo' }))).status).toBe(404)
    expect((await errorOf(members(octokit, { org: 'nobody' }))).status).toBe(404)
  })
})
