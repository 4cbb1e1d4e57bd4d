import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import { freePort } from '../../test/ports.ts'
import * as sessions from './service.ts'

const Sessions = graphql(`
  query Sessions {
    viewer {
      login
      sessions {
        totalCount
        nodes { id isCurrent userAgent expiresAt }
      }
    }
  }
`)

const RevokeSession = graphql(`
  mutation RevokeSession($sessionId: ID!) {
    revokeSession(input: { sessionId: $sessionId }) {
      __typename
      ... on RevokeSessionPayload { revokedSessionId }
      ... on Error { message code path }
    }
  }
`)

const SignOutEverywhere = graphql(`
  mutation SignOutEverywhere($keepCurrent: Boolean!) {
    signOutEverywhere(input: { keepCurrent: $keepCurrent }) {
      ... on SignOutEverywherePayload { revokedCount }
    }
  }
`)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const signedIn = async () => {
  const user = await createUser(app.db)
  const { cookie, sessionId } = await app.signIn(user.id)
  return { user, cookie, sessionId }
}

const viewerOf = async (headers: Record<string, string>) =>
  (await app.query(Sessions, {}, headers)).data?.viewer

describe('a session', () => {
  test('signs its owner in, is listed, and lasts 31 days from its last use', async () => {
    const { user, cookie, sessionId } = await signedIn()
    const viewer = await viewerOf({ cookie })
    expect(viewer).toMatchObject({
      login: user.login,
      sessions: {
        totalCount: 1,
        nodes: [{ id: encodeId('Session', sessionId), isCurrent: true, userAgent: 'test' }],
      },
    })
    const days = (Date.parse(viewer?.sessions.nodes[0]?.expiresAt ?? '') - Date.now()) / 86_400_000
    expect(days).toBeGreaterThan(30.99)
    expect(days).toBeLessThanOrEqual(31)
  })

  test('is prolonged by use, at most once an hour', async () => {
    const { cookie, sessionId } = await signedIn()
    const where = { id: sessionId }
    const old = { lastUsedAt: new Date('2026-01-01'), expiresAt: new Date(Date.now() + 60_000) }
    await app.db.session.update({ where, data: old })
    await viewerOf({ cookie })
    const used = await app.db.session.findUniqueOrThrow({ where })
    expect(used.expiresAt.getTime()).toBeGreaterThan(Date.now() + 30 * 86_400_000)
    await viewerOf({ cookie })
    expect(await app.db.session.findUniqueOrThrow({ where })).toEqual(used)
  })

  test('is stored as a fingerprint only', async () => {
    const { cookie } = await signedIn()
    const token = cookie.split('=')[1] ?? ''
    expect(JSON.stringify(await app.db.session.findMany())).not.toContain(token)
  })

  test('that is over, forged or of a deleted user signs nobody in', async () => {
    const { cookie, sessionId, user } = await signedIn()
    const where = { id: sessionId }
    await app.db.session.update({ where, data: { expiresAt: new Date(Date.now() - 1) } })
    expect(await viewerOf({ cookie })).toBeNull()
    await app.db.session.update({ where, data: { expiresAt: new Date(Date.now() + 60_000) } })
    expect(await viewerOf({ cookie })).not.toBeNull()
    await app.db.user.update({ where: { id: user.id }, data: { deletedAt: new Date() } })
    expect(await viewerOf({ cookie })).toBeNull()
    expect(await viewerOf({ cookie: 'polar_session=polar_session_forged' })).toBeNull()
    expect(await viewerOf({ cookie: 'polar_session=' })).toBeNull()
  })

  test('is not used by a page of another origin', async () => {
    const { cookie } = await signedIn()
    expect(await viewerOf({ cookie, origin: 'https://evil.example' })).toBeNull()
    expect(await viewerOf({ cookie, origin: 'null' })).toBeNull()
    expect(await viewerOf({ cookie, origin: 'http://127.0.0.1:3000' })).not.toBeNull()
  })

  test('is ended by logout for real', async () => {
    const { cookie } = await signedIn()
    const response = await app.post('/auth/logout', '', { cookie, origin: app.address })
    expect(response.status).toBe(204)
    expect(response.headers.get('set-cookie')).toBe(
      'polar_session=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax',
    )
    expect(await viewerOf({ cookie })).toBeNull()
  })

  test('logout without one is no error', async () => {
    const response = await app.post('/auth/logout', '', { origin: app.address })
    expect(response.status).toBe(204)
  })
})

describe('revoking', () => {
  test('one of one’s own ends it', async () => {
    const { user, cookie } = await signedIn()
    const other = await app.signIn(user.id)
    const sessionId = encodeId('Session', other.sessionId)
    const { data } = await app.query(RevokeSession, { sessionId }, { cookie })
    expect(data?.revokeSession).toMatchObject({ revokedSessionId: sessionId })
    expect(await viewerOf({ cookie: other.cookie })).toBeNull()
    expect(await viewerOf({ cookie })).not.toBeNull()
  })

  test('somebody else’s, or one twice, is SessionNotFound', async () => {
    const { cookie } = await signedIn()
    const stranger = await signedIn()
    const sessionId = encodeId('Session', stranger.sessionId)
    const { data } = await app.query(RevokeSession, { sessionId }, { cookie })
    expect(data?.revokeSession).toEqual({
      __typename: 'SessionNotFound',
      message: 'You have no such session',
      code: 'NOT_FOUND',
      path: ['sessionId'],
    })
    expect(await viewerOf({ cookie: stranger.cookie })).not.toBeNull()
  })

  test('nobody signed in is UNAUTHENTICATED', async () => {
    const sessionId = encodeId('Session', '00000000-0000-4000-8000-000000000000')
    const { errors } = await app.query(RevokeSession, { sessionId })
    expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
  })

  test.each([
    [true, 2, false],
    [false, 3, true],
  ])('everywhere, keeping the current one: %s', async (keepCurrent, count, gone) => {
    const { user, cookie } = await signedIn()
    await app.signIn(user.id)
    await app.signIn(user.id)
    const { data } = await app.query(SignOutEverywhere, { keepCurrent }, { cookie })
    expect(data?.signOutEverywhere).toEqual({ revokedCount: count })
    expect((await viewerOf({ cookie })) === null).toBe(gone)
  })
})

test('sessions that are over are removed, and only these', async () => {
  const [over, living] = [await signedIn(), await signedIn()]
  await app.db.session.update({
    where: { id: over.sessionId },
    data: { expiresAt: new Date(Date.now() - 1) },
  })
  await sessions.deleteExpired(app.ctx)
  const left = await app.db.session.findMany({
    where: { id: { in: [over.sessionId, living.sessionId] } },
  })
  expect(left.map(({ id }) => id)).toEqual([living.sessionId])
})

test('the cookie is Secure unless the API is on this machine', async () => {
  const settings = { PUBLIC_URL: 'https://api.polar.example' }
  const secure = await startTestApp({ worker: false, settings })
  const response = await secure.post('/auth/logout', '', { origin: settings.PUBLIC_URL })
  expect(response.headers.get('set-cookie')).toMatch(/; HttpOnly; SameSite=Lax; Secure$/)
  await secure.stop()
})

test('over HTTPS the cookie is bound to its host: one with the old name is nobody’s', async () => {
  const settings = { PUBLIC_URL: 'https://api.polar.example' }
  const secure = await startTestApp({ worker: false, settings })
  const { login, id } = await createUser(secure.db)
  const token = (await secure.signIn(id)).cookie.split('=')[1]
  const viewer = async (cookie: string) =>
    (await secure.query(Sessions, {}, { cookie })).data?.viewer?.login
  expect(await viewer(`__Host-polar_session=${token}`)).toBe(login)
  expect(await viewer(`polar_session=${token}`)).toBeUndefined()
  const response = await secure.post('/auth/logout', '', {
    origin: settings.PUBLIC_URL,
    cookie: `__Host-polar_session=${token}`,
  })
  expect(response.headers.get('set-cookie')).toMatch(/^__Host-polar_session=; Path=\/; Max-Age=0;/)
  expect(await viewer(`__Host-polar_session=${token}`)).toBeUndefined()
  await secure.stop()
})

describe('signing in as a demo person', () => {
  const attempt = async (
    settings: Record<string, string>,
    headers: Record<string, string> = {},
    name = '127.0.0.1',
  ) => {
    const port = await freePort()
    const other = await startTestApp({ worker: false, settings: { PORT: port, ...settings } })
    await createUser(other.db, { login: 'ada-demo' })
    const body = JSON.stringify({ login: 'ada-demo' })
    const origin = `http://${name === 'localhost' ? name : '127.0.0.1'}:${port}`
    const response = await fetch(`http://${name}:${port}/dev/sign-in`, {
      method: 'POST',
      body,
      headers: { origin, ...headers },
    }).finally(() => other.stop())
    return response.status
  }

  test('works in development, for a page of the same machine', async () => {
    expect(await attempt({ NODE_ENV: 'development' })).toBe(204)
    expect(await attempt({ NODE_ENV: 'development' }, {}, 'localhost')).toBe(204)
  })

  const development = { NODE_ENV: 'development' }
  const foreign = '203.0.113.9'

  test('is not there for an address that is not this machine’s', async () => {
    const behind = { ...development, TRUSTED_PROXIES: '127.0.0.1' }
    expect(await attempt(behind, { 'x-forwarded-for': foreign })).toBe(404)
    const own = Object.values(networkInterfaces()).flat()
    const network = own.find((one) => one && !one.internal && one.family === 'IPv4')
    if (!network) return
    // From the machine's address in its network, as a neighbour would come, posing as our page.
    expect(await attempt({ ...development, HOST: '0.0.0.0' }, {}, network.address)).toBe(404)
  })

  test.each(['x-forwarded-for', 'forwarded', 'x-real-ip', 'x-forwarded-host'])(
    'is not there through a tunnel on this machine, which sends %s',
    async (header) => {
      expect(await attempt(development, { [header]: foreign })).toBe(404)
    },
  )

  test('is not there under a name that leads here from outside', async () => {
    // DNS rebinding: the page's own name has this machine's address.
    expect(await attempt(development, { origin: 'http://evil.example:8000' })).toBe(404)
  })

  test.each([
    ['outside of development', { NODE_ENV: 'test' }, {}],
    ['behind a proxy', { NODE_ENV: 'development', PUBLIC_URL: 'https://polar.example' }, {}],
    [
      'for a page of another origin',
      { NODE_ENV: 'development' },
      { origin: 'https://evil.example' },
    ],
  ])('is not there %s', async (_name, settings, headers) => {
    expect(await attempt(settings, headers)).toBe(404)
  })
})
