import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { domains } from '#domains.ts'
import { Prisma } from '#generated/prisma/client.ts'
import { allRoutes } from '#http.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
import type { ReadinessWatch } from './readiness.ts'

let app: TestApp
let cookie: string
beforeAll(async () => {
  // The look at readiness writes a row each time.
  app = await startTestApp({ worker: false, settings: { READINESS_SECONDS: '60' } })
  const user = await createUser(app.db)
  cookie = (await app.signIn(user.id)).cookie
})
afterAll(() => app.stop())

// The list needs no running application; what the routes answer is asked over HTTP.
const routes = allRoutes({} as TestApp['app'], {} as ReadinessWatch, () => false).map((route) => ({
  ...route,
  address: route.path.replaceAll(/:\w+/g, 'x'),
}))
const posts = routes.flatMap((route) => (route.method === 'POST' ? [route] : []))
const guarded = posts.filter(({ from }) => from !== 'webhook')

/** A fingerprint of every row of every table. */
const everything = async () => {
  const tables = await app.db.$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables
    WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`
  const hashes = tables.map(async ({ name }) => {
    const [row] = await app.db.$queryRaw<{ hash: string | null }[]>`
      SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) AS hash FROM ${Prisma.raw(`"${name}" t`)}`
    return [name, row?.hash]
  })
  return Object.fromEntries(await Promise.all(hashes))
}

const send = (address: string, method: string, headers: Record<string, string> = {}) =>
  fetch(`${app.address}${address}`, { method, redirect: 'manual', headers: { cookie, ...headers } })

test('the table has the routes of all domains', () => {
  expect(guarded.map(({ path }) => path)).toEqual(
    expect.arrayContaining(['/auth/logout', '/auth/magic-link', '/auth/github/link']),
  )
  const known = new Set(routes.map(({ handle }) => handle))
  for (const { routes: own = [] } of domains) {
    for (const { handle } of own) expect(known).toContain(handle)
  }
})

test('webhooks are what lies below /webhooks/, and nothing else goes without the rule', () => {
  const webhooks = posts.filter(({ from }) => from === 'webhook')
  expect(webhooks.every(({ path }) => path.startsWith('/webhooks/'))).toBe(true)
  expect(guarded.some(({ path }) => path.startsWith('/webhooks/'))).toBe(false)
})

describe.each(guarded)('POST $path', ({ address, from, isHidden }) => {
  const foreign: [name: string, headers: Record<string, string>][] = [
    ['another site', { origin: 'https://evil.example' }],
    ['a sandboxed frame', { origin: 'null' }],
    ['an address that begins as ours', { origin: 'http://127.0.0.1:3000.evil.example' }],
    ['another local port', { origin: 'http://127.0.0.1:1' }],
    ['a page that names none', {}],
    ['two origins', { origin: 'http://127.0.0.1:3000 https://evil.example' }],
  ]
  test.each(foreign)('from %s is refused before any SQL', async (_name, headers) => {
    const { result, statements } = await app.statementsDuring(() => send(address, 'POST', headers))
    expect(result.status).toBe(isHidden ? 404 : 403)
    expect(result.headers.getSetCookie()).toEqual([])
    expect(statements).toEqual([])
  })

  test('from the frontend is refused where only the API’s own pages may', async () => {
    const before = await everything()
    const { status } = await send(address, 'POST', {
      origin: 'http://127.0.0.1:3000',
      cookie: '',
    })
    expect(status === (isHidden ? 404 : 403)).toBe(from === 'own-page')
    if (from === 'own-page') expect(await everything()).toEqual(before)
  })
})

describe.each(routes.filter(({ method }) => method === 'GET'))('GET $path', ({ address }) => {
  test.each(['GET', 'HEAD'])(
    'by %s changes nothing, whoever’s browser is led there',
    async (method) => {
      const before = await everything()
      const headers = { referer: 'https://evil.example/', 'sec-fetch-site': 'cross-site' }
      const answer = await send(`${address}?token=x&code=x&state=x`, method, headers)
      expect(answer.status).toBeLessThan(500)
      expect(answer.headers.getSetCookie().filter((header) => /^\S*session=/.test(header))).toEqual(
        [],
      )
      expect(await everything()).toEqual(before)
    },
  )
})
