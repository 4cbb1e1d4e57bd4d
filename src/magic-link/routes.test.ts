import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { hashToken } from '#lib/crypto.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
import { openLink, press } from '../../test/magic-link.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

let links = 0

/** A link that was mailed to an address. */
const linkTo = async (userEmail: string, returnTo: string | null = null, at = app) => {
  const token = `polar_ml_${++links}`
  const tokenHash = hashToken(at.env.SECRET, token)
  const expiresAt = new Date(Date.now() + 60_000)
  await at.db.magicLink.create({ data: { userEmail, returnTo, expiresAt, tokenHash } })
  return `${at.address}/auth/magic-link?token=${token}`
}

const sessions = () => app.db.session.count()
const isUnused = async (userEmail: string) =>
  (await app.db.magicLink.count({ where: { userEmail } })) === 1

describe('the page of a magic link', () => {
  test('is stored nowhere, stands in no frame, and does not tell other sites its address', async () => {
    const { response } = await openLink(await linkTo('headers@example.com'))
    expect(response.status).toBe(200)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'referrer-policy': 'no-referrer',
      'x-frame-options': 'DENY',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
    })
  })

  test('names the account, changes nothing, and may be opened as often as one likes', async () => {
    const { login } = await createUser(app.db, { email: 'named@example.com' })
    const link = await linkTo('named@example.com')
    const before = await sessions()
    for (let time = 0; time < 3; time++) {
      const { text } = await openLink(link)
      expect(text).toContain(`${login} (named@example.com)`)
      expect(text.match(/<button>/g)).toHaveLength(1)
    }
    expect(await sessions()).toBe(before)
    expect(await isUnused('named@example.com')).toBe(true)
  })

  test('says that a new address will have an account, and makes none', async () => {
    const { text } = await openLink(await linkTo('new@example.com'))
    expect(text).toContain('signing in creates it')
    expect(await app.db.user.count({ where: { email: 'new@example.com' } })).toBe(0)
  })

  test('says who is signed in, and what the link would change', async () => {
    const { login, id } = await createUser(app.db, { email: 'current@example.com' })
    const { cookie } = await app.signIn(id)
    const other = await openLink(await linkTo('other@example.com'), cookie)
    expect(other.text).toContain(`You are signed in as <strong>${login} (current@example.com)`)
    expect(other.text).toContain('as <strong>other@example.com</strong> instead')
    const same = await openLink(await linkTo('current@example.com'), cookie)
    expect(same.text).toContain('already')
    expect(same.text).not.toContain('instead')
  })

  test('of a used link is a page that says so', async () => {
    const link = await linkTo('used@example.com')
    await press(await openLink(link))
    const response = await fetch(link, { headers: { accept: 'text/html' } })
    expect(response.status).toBe(401)
    expect(response.headers.get('content-type')).toMatch('text/html')
    expect(await response.text()).toContain('This link was used already')
  })

  test('shows an address as text', async () => {
    const { text } = await openLink(await linkTo('"<script>x</script>"@example.com'))
    expect(text).not.toContain('<script>')
  })
})

describe('its button', () => {
  test('signs in and leads on; the page’s cookie is gone', async () => {
    const answer = await press(
      await openLink(await linkTo('go@example.com', 'http://127.0.0.1:3000/acme')),
    )
    expect(answer.status).toBe(303)
    expect(answer.headers.get('location')).toBe('http://127.0.0.1:3000/acme')
    const [session = '', nonce = ''] = answer.headers.getSetCookie()
    expect(session).toMatch(/^polar_session=polar_session_/)
    expect(nonce).toMatch(/^polar_magic_link_nonce=; .*Max-Age=0/)
  })

  const refusals: [name: string, headers: Record<string, string>, type: string][] = [
    ['a page of another site', { origin: 'https://evil.example' }, 'ForeignOrigin'],
    ['a page of the frontend', { origin: 'http://127.0.0.1:3000' }, 'ForeignOrigin'],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 'ForeignOrigin'],
    ['a page in a sandbox', { origin: 'null' }, 'ForeignOrigin'],
    ['a sender without an origin', { origin: '' }, 'ForeignOrigin'],
    ['a browser without the cookie', { cookie: '' }, 'StaleSignInPage'],
    ['a browser with another cookie', { cookie: 'polar_magic_link_nonce=x' }, 'StaleSignInPage'],
  ]
  test.each(refusals)(
    'pressed by %s: 403, and the link still works',
    async (name, headers, type) => {
      const email = `${name.replaceAll(/\W/g, '-')}@example.com`
      const page = await openLink(await linkTo(email))
      const before = await sessions()
      const answer = await press(page, headers)
      expect([answer.status, (await answer.json()).type]).toEqual([403, type])
      expect(answer.headers.getSetCookie()).toEqual([])
      expect(await sessions()).toBe(before)
      expect((await press(page)).status).toBe(303)
    },
  )

  test('with the nonce of another link: 403', async () => {
    const mine = await openLink(await linkTo('mine@example.com'))
    const theirs = await openLink(await linkTo('theirs@example.com'))
    const fields = { ...mine.fields, nonce: theirs.fields.nonce }
    expect((await press({ ...mine, fields })).status).toBe(403)
    expect((await press({ ...mine, fields: { ...mine.fields, nonce: '' } })).status).toBe(403)
    expect(
      (await press({ ...mine, fields: { ...mine.fields, nonce: 'ü'.repeat(64) } })).status,
    ).toBe(403)
  })

  test('shown to one user and pressed by another: 403', async () => {
    const [ada, grace] = [await createUser(app.db), await createUser(app.db)]
    const [asAda, asGrace] = [await app.signIn(ada.id), await app.signIn(grace.id)]
    const page = await openLink(await linkTo('between@example.com'), asAda.cookie)
    const cookie = page.cookie.replace(asAda.cookie, asGrace.cookie)
    expect((await press({ ...page, cookie })).status).toBe(403)
    expect((await press({ ...page, cookie: page.cookie.replace(asAda.cookie, '') })).status).toBe(
      403,
    )
    expect((await press(page)).status).toBe(303)
  })

  test('over HTTPS its cookies are bound to the host', async () => {
    const settings = { PUBLIC_URL: 'https://api.polar.example' }
    const secure = await startTestApp({ worker: false, settings })
    const page = await openLink(await linkTo('secure@example.com', null, secure))
    expect(page.response.headers.get('set-cookie')).toMatch(
      /^__Host-polar_magic_link_nonce=[\w-]{43}; Path=\/; Max-Age=1800; HttpOnly; SameSite=Lax; Secure$/,
    )
    const answer = await press(page, { origin: settings.PUBLIC_URL })
    expect(answer.headers.getSetCookie()[0]).toMatch(
      /^__Host-polar_session=[\w-]+; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax; Secure$/,
    )
    await secure.stop()
  })
})
