import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { hashToken } from '#lib/crypto.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import { followLink as follow } from '../../test/magic-link.ts'
import * as magicLinks from './service.ts'

const RequestLink = graphql(`
  mutation RequestLink($email: String!, $returnTo: String) {
    requestMagicLink(input: { email: $email, returnTo: $returnTo }) {
      __typename
      ... on RequestMagicLinkPayload { email }
      ... on Error { message code path }
      ... on RateLimited { retryAfterSeconds }
    }
  }
`)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp()
})
afterAll(() => app.stop())
beforeEach(async () => {
  await app.db.rateLimit.deleteMany()
})

const ask = async (email: string, returnTo?: string) =>
  (await app.query(RequestLink, { email, returnTo })).data?.requestMagicLink

/** The links mailed to an address, the latest first. */
const linksTo = async (email: string) => {
  const mails = (await app.app.mailer.mailbox?.list()) ?? []
  const found = await Promise.all(
    mails.filter(({ to }) => to === email).map(({ id }) => app.app.mailer.mailbox?.find(id)),
  )
  return found.map(
    (mail) => /http\S+\/auth\/magic-link\?token=[\w-]+/.exec(mail?.text ?? '')?.[0] ?? '',
  )
}

/** Asks for a link and waits for the mail. */
const linkFor = async (email: string, returnTo?: string) => {
  const before = (await linksTo(email)).length
  await ask(email, returnTo)
  await expect.poll(async () => (await linksTo(email)).length, { timeout: 15_000 }).toBe(before + 1)
  const [link = ''] = await linksTo(email)
  return `${app.address}${new URL(link).pathname}${new URL(link).search}`
}

const tokenOf = (link: string) => new URL(link).searchParams.get('token') ?? ''

const viewer = async (response: Response) => {
  const cookie = response.headers.get('set-cookie')?.split(';')[0] ?? ''
  const { data } = await app.query<{ viewer: object | null }, object>(
    '{ viewer { email isEmailVerified } }',
    {},
    { cookie },
  )
  return data?.viewer
}

describe('asking', () => {
  test('link request: creates and sends, the same answer for the known and the unknown', async () => {
    const { email } = await createUser(app.db)
    expect(await ask(email)).toEqual({ __typename: 'RequestMagicLinkPayload', email })
    const unknown = 'unknown@example.com'
    expect(await ask(unknown)).toEqual({ __typename: 'RequestMagicLinkPayload', email: unknown })
    await expect.poll(async () => (await linksTo(unknown)).length, { timeout: 15_000 }).toBe(1)
    await expect.poll(async () => (await linksTo(email)).length, { timeout: 15_000 }).toBe(1)
  })

  test('stored hash = HMAC of token, and the token is stored nowhere', async () => {
    const token = tokenOf(await linkFor('stored@example.com'))
    const row = await app.db.magicLink.findFirstOrThrow({
      where: { userEmail: 'stored@example.com' },
    })
    expect(row.tokenHash).toBe(hashToken(app.env.SECRET, token))
    const everywhere = await app.db.$queryRaw`
      SELECT count(*)::int AS found FROM pgboss.job WHERE data::text LIKE ${`%${token}%`}`
    expect(everywhere).toEqual([{ found: 0 }])
  })

  test('an address of 320 characters passes, one of 321 does not', async () => {
    const domain = `${'d'.repeat(62)}.${'d'.repeat(60)}.${'d'.repeat(60)}.${'d'.repeat(61)}.example`
    const email = `${'a'.repeat(64)}@${domain}`
    expect(email).toHaveLength(320 - 1)
    expect(await ask(`${email}s`)).toEqual({
      __typename: 'RequestMagicLinkPayload',
      email: `${email}s`,
    })
    expect(await ask(`${email}ss`)).toMatchObject({ __typename: 'InvalidEmailAddress' })
  })

  test.each([
    ['nobody', 'InvalidEmailAddress', ['email']],
    [`${'a'.repeat(310)}@example.com`, 'InvalidEmailAddress', ['email']],
    ['аda@example.com', 'InvalidEmailAddress', ['email']],
    ['a@example.com\r\nBcc: b@example.com', 'InvalidEmailAddress', ['email']],
  ])('%j is %s', async (email, type, path) => {
    expect(await ask(email)).toMatchObject({ __typename: type, code: 'BAD_USER_INPUT', path })
  })

  test.each([
    'https://host.evil.com',
    'http://127.0.0.1:3000@evil.com',
    '//evil.com',
    '\\\\evil.com',
  ])('a return address of another site, %s, is UnsafeReturnAddress', async (returnTo) => {
    const answer = await ask('return@example.com', returnTo)
    expect(answer).toMatchObject({ __typename: 'UnsafeReturnAddress', path: ['returnTo'] })
  })

  test('five links that work are the most: the sixth answer is the same, and no mail leaves', async () => {
    const email = 'Often@example.com'
    const same = { __typename: 'RequestMagicLinkPayload' }
    const aliases = Array.from({ length: 6 }, (_, index) => {
      const spelled = index % 2 ? email.toLowerCase() : email
      return `m${index}: requestMagicLink(input: { email: "${spelled}" }) { __typename }`
    })
    const { data } = await app.query<Record<string, { __typename: string }>, object>(
      `mutation { ${aliases.join('\n')} }`,
    )
    expect(Object.values(data ?? {})).toEqual(Array.from({ length: 6 }, () => same))
    expect(await ask(email)).toMatchObject({ ...same, email })
    const mailed = async () => [...(await linksTo(email)), ...(await linksTo(email.toLowerCase()))]
    await expect.poll(async () => (await mailed()).length, { timeout: 15_000 }).toBe(5)
    // The mail to somebody else comes after all that were asked for before.
    await linkFor('after-often@example.com')
    expect(await mailed()).toHaveLength(5)
    const links = await app.db.magicLink.findMany({ where: { userEmail: email } })
    expect(links).toHaveLength(5)
    expect(links.every(({ tokenHash }) => tokenHash !== null)).toBe(true)
  })

  test('who was written to by somebody else’s requests gets in by these, then by new ones', async () => {
    const email = 'locked-out@example.com'
    for (let times = 0; times < 7; times++) await ask(email)
    await expect.poll(async () => (await linksTo(email)).length, { timeout: 15_000 }).toBe(5)
    const count = () => app.db.magicLink.count({ where: { userEmail: email } })
    expect(await count()).toBe(5)
    const [{ id = '' } = {}] = await app.db.magicLink.findMany({ where: { userEmail: email } })
    await app.db.magicLink.update({ where: { id }, data: { expiresAt: new Date() } })
    await ask(email)
    await expect.poll(async () => (await linksTo(email)).length, { timeout: 15_000 }).toBe(6)
  })
})

test('a thirty-first time within an hour from one client is RateLimited, whatever the address', async () => {
  const ask31 = Array.from({ length: 31 }, (_, index) => ask(`client-${index}@example.com`))
  const types = (await Promise.all(ask31)).map((answer) => answer?.__typename)
  expect(types.filter((type) => type === 'RateLimited')).toHaveLength(1)
})

describe('following', () => {
  test('good token: signed in, verified, link gone, sent to where one came from', async () => {
    const user = await createUser(app.db, { email: 'linked@example.com' })
    await app.db.user.update({ where: { id: user.id }, data: { isEmailVerified: false } })
    const response = await follow(await linkFor('Linked@example.com', '/acme'))
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('http://127.0.0.1:3000/acme')
    expect(response.headers.get('set-cookie')).toMatch(
      /^polar_session=polar_session_[\w-]+; .*HttpOnly/,
    )
    expect(await viewer(response)).toEqual({ email: 'linked@example.com', isEmailVerified: true })
    expect(await app.db.magicLink.count({ where: { userEmail: 'linked@example.com' } })).toBe(0)
  })

  test('unknown e-mail: user created, verified', async () => {
    const response = await follow(await linkFor('fresh@example.com'))
    expect(await viewer(response)).toEqual({ email: 'fresh@example.com', isEmailVerified: true })
  })

  test('used twice: 401, InvalidMagicLink, no cookie', async () => {
    const link = await linkFor('twice@example.com')
    await follow(link)
    const response = await follow(link)
    expect(response.status).toBe(401)
    expect(response.headers.get('set-cookie')).toBeNull()
    expect(await response.json()).toMatchObject({
      type: 'InvalidMagicLink',
      code: 'UNAUTHENTICATED',
    })
  })

  test.each(['', '?token=', '?token=nonsense', '?token=polar_ml_nonsense'])(
    'bad token (%s): 401',
    async (query) => {
      const response = await follow(`${app.address}/auth/magic-link${query}`)
      expect(response.status).toBe(401)
      expect(await response.json()).toMatchObject({ type: 'InvalidMagicLink' })
    },
  )

  test.each([new Date('1900-01-01'), new Date(Date.now() - 1_000), new Date()])(
    'expired %s: refused',
    async (expiresAt) => {
      const link = await linkFor('late@example.com')
      await app.db.magicLink.updateMany({
        where: { userEmail: 'late@example.com' },
        data: { expiresAt },
      })
      expect((await follow(link)).status).toBe(401)
    },
  )

  test('20 at the same moment: exactly one session', async () => {
    const link = await linkFor('race@example.com')
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await follow(link)).status),
    )
    expect(statuses.filter((status) => status === 303)).toHaveLength(1)
    const user = await app.db.user.findFirstOrThrow({ where: { email: 'race@example.com' } })
    expect(await app.db.session.count({ where: { userId: user.id } })).toBe(1)
  })

  test('HEAD, as mail scanners send it, does not use the link up', async () => {
    const link = await linkFor('scanner@example.com')
    expect((await fetch(link, { method: 'HEAD' })).status).toBe(405)
    expect((await follow(link)).status).toBe(303)
  })

  test('linked user: same user, verified, link gone', async () => {
    const user = await createUser(app.db, { email: 'first@example.com' })
    const link = await linkFor('first@example.com')
    expect((await follow(link)).status).toBe(303)
    expect(await app.db.session.count({ where: { userId: user.id } })).toBe(1)
  })

  test('unlinked link: found by e-mail', async () => {
    const link = await linkFor('unlinked@example.com')
    const user = await createUser(app.db, { email: 'Unlinked@example.com' })
    await follow(link)
    expect(await app.db.session.count({ where: { userId: user.id } })).toBe(1)
  })

  test('an older link stays valid beside a newer one', async () => {
    const older = await linkFor('two@example.com')
    await linkFor('two@example.com')
    expect((await follow(older)).status).toBe(303)
  })
})

test('cleanup removes only expired', async () => {
  await linkFor('keep@example.com')
  await linkFor('drop@example.com')
  const userEmail = 'drop@example.com'
  await app.db.magicLink.updateMany({ where: { userEmail }, data: { expiresAt: new Date(0) } })
  await magicLinks.deleteExpired(app.ctx)
  const left = await app.db.magicLink.findMany({
    where: { userEmail: { in: ['keep@example.com', userEmail] } },
  })
  expect(left.map((link) => link.userEmail)).toEqual(['keep@example.com'])
})

test('the mail has its subject, the link and how long it works', async () => {
  await linkFor('reader@example.com')
  const page = await (await fetch(`${app.address}/dev/mail`)).text()
  expect(page).toContain('Sign in to Polar')
  expect(page).toContain('reader@example.com')
})

test('mail = golden text, to the address', async () => {
  const link = await linkFor('golden@example.com')
  const [stored] = ((await app.app.mailer.mailbox?.list()) ?? []).filter(
    ({ to }) => to === 'golden@example.com',
  )
  const mail = await app.app.mailer.mailbox?.find(stored?.id ?? '')
  expect(mail?.subject).toBe('Sign in to Polar')
  expect(
    mail?.text.replace(tokenOf(link), 'TOKEN').replace(/http:\/\/127\.0\.0\.1:\d+/, 'API'),
  ).toBe(`Sign in to Polar

Here is your link to sign in. It works once, for the next 30 minutes.

Sign in:
API/auth/magic-link?token=TOKEN

If you did not ask for it, ignore this mail: nobody gets in without the link.

-- 
Polar · funding for open source
`)
  expect(mail?.html).toContain(`token=${tokenOf(link)}`)
})

test('cron: the cleanup runs each night at 00:00', async () => {
  const schedules = await app.app.queue.boss.getSchedules('magic-link.delete_expired')
  expect(schedules).toMatchObject([{ cron: '0 0 * * *', timezone: 'UTC' }])
})
