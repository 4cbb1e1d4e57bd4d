import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'

let app: TestApp
let cookie: string
beforeAll(async () => {
  app = await startTestApp({ worker: false })
  cookie = (await app.signIn((await createUser(app.db)).id)).cookie
})
afterAll(() => app.stop())

const varyOf = ({ headers }: Response) => (headers.get('vary') ?? '').toLowerCase().split(/\s*,\s*/)

describe('answers to somebody who says who they are', () => {
  const requests: [name: string, path: string, init: RequestInit][] = [
    ['a query', '/graphql?query={viewer{login}}', {}],
    ['a query by POST', '/graphql', { method: 'POST', body: '{"query":"{ viewer { login } }"}' }],
    ['a broken query', '/graphql?query={', {}],
    ['a plain route', '/dev/mail', {}],
    ['a failure of a plain route', '/auth/magic-link?token=x', {}],
    ['no route', '/nowhere', {}],
  ]
  test.each(requests)('%s: kept nowhere, and different for others', async (_name, path, init) => {
    const headers = { cookie, 'content-type': 'application/json' }
    const answer = await fetch(`${app.address}${path}`, { ...init, headers })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(varyOf(answer)).toEqual(expect.arrayContaining(['origin', 'cookie']))
  })

  test('with a token: kept nowhere', async () => {
    const headers = { authorization: 'Bearer polar_pat_none' }
    const answer = await fetch(`${app.address}/graphql?query={viewer{login}}`, { headers })
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })

  test('a stream: kept nowhere', async () => {
    const query = 'subscription{issueUpdated(repositoryId:"x"){issueId}}'
    const headers = { cookie, accept: 'text/event-stream' }
    const answer = await fetch(`${app.address}/graphql?query=${query}`, { headers })
    await answer.body?.cancel()
    expect(answer.headers.get('cache-control')).toBe('no-store')
  })
})

test('an answer to nobody says that it depends on cookie and origin', async () => {
  const answer = await fetch(`${app.address}/graphql?query={viewer{login}}`)
  expect(varyOf(answer)).toEqual(expect.arrayContaining(['origin', 'cookie']))
})

test('GraphiQL stands in no frame; its files stay cached for everybody', async () => {
  const answer = await fetch(`${app.address}/graphql`, { headers: { accept: 'text/html', cookie } })
  expect(answer.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
  expect(answer.headers.get('x-frame-options')).toBe('DENY')
  expect(answer.headers.get('cache-control')).toBe('no-store')
  const [file = ''] = /\/graphiql\/start\.[^"]+/.exec(await answer.text()) ?? []
  const script = await fetch(`${app.address}${file}`, { headers: { cookie } })
  expect(script.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
})

describe('pages of other sites', () => {
  test.each(['https://evil.example', 'null', 'http://localhost:5173'])(
    '%s: no CORS headers at all',
    async (origin) => {
      const answer = await fetch(`${app.address}/graphql?query={viewer{login}}`, {
        headers: { cookie, origin },
      })
      expect(
        [...answer.headers.keys()].filter((name) => name.startsWith('access-control')),
      ).toEqual([])
      expect(await answer.json()).toEqual({ data: { viewer: null } })
    },
  )
})

describe('in development', () => {
  let development: TestApp
  beforeAll(async () => {
    development = await startTestApp({ worker: false, settings: { NODE_ENV: 'development' } })
  })
  afterAll(() => development.stop())

  test.each(['http://localhost:5173', 'http://127.0.0.1:4000'])(
    'pages of %s may, with the cookie',
    async (origin) => {
      const user = await createUser(development.db)
      const { cookie } = await development.signIn(user.id)
      const headers = { cookie, origin }
      const query = '/graphql?query={viewer{login}}'
      const answer = await fetch(`${development.address}${query}`, { headers })
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin)
      expect(answer.headers.get('access-control-allow-credentials')).toBe('true')
      expect(await answer.json()).toEqual({ data: { viewer: { login: user.login } } })
    },
  )
})

describe('clients behind proxies', () => {
  const askAs = async (at: TestApp, forwarded: string) => {
    const query = 'mutation { requestMagicLink(input: { email: "a@example.com" }) { __typename } }'
    await at.query(query, {}, { 'x-forwarded-for': forwarded })
    const counts = await at.db.rateLimit.findMany({
      where: { key: { startsWith: 'magic-link.client' } },
    })
    await at.db.rateLimit.deleteMany()
    return counts.map(({ key }) => key.split(':').slice(1).join(':'))
  }

  test('nobody’s word is taken by default, not even with a PUBLIC_URL', async () => {
    const settings = { PUBLIC_URL: 'https://api.polar.example' }
    const open = await startTestApp({ worker: false, settings })
    expect(await askAs(open, '203.0.113.9')).toEqual(['127.0.0.1'])
    await open.stop()
  })

  test('a trusted proxy’s is, from the right', async () => {
    const settings = { TRUSTED_PROXIES: '127.0.0.1, 10.0.0.0/8' }
    const behind = await startTestApp({ worker: false, settings })
    expect(await askAs(behind, '1.1.1.1, 203.0.113.9, 10.1.2.3')).toEqual(['203.0.113.9'])
    await behind.stop()
  })
})
