import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { userToken } from '#github/service.ts'
import { decrypt } from '#lib/crypto.ts'
import { seedOnce } from '#seed.ts'
import { demoApp, demoWorld } from '../../sandbox/github/demo.ts'
import { type GithubSandbox, startGithubSandbox } from '../../sandbox/github/server.ts'
import { authorizeAs } from '../../sandbox/github/visitor.ts'
import { startWithSdk, type TestStripe } from '../../sandbox/stripe/testing.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo, createUser } from '../../test/demo.ts'
import { freePort } from '../../test/ports.ts'

const credentials = { clientId: 'Iv23liSignIn', clientSecret: 'a-secret-of-the-client' }
const keys = generateKeyPairSync('rsa', {
  modulusLength: 2048,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

let app: TestApp
let github: GithubSandbox
let stripe: TestStripe
let port = ''

const startSandbox = () =>
  startGithubSandbox({
    ...credentials,
    callbackUrls: [`http://127.0.0.1:${port}/auth/github/callback`],
    app: { ...demoApp, id: 4711, publicKey: keys.publicKey },
  })

beforeAll(async () => {
  port = await freePort()
  github = await startSandbox()
  stripe = await startWithSdk()
  app = await startTestApp({
    worker: false,
    settings: {
      PORT: port,
      GITHUB_API_URL: github.apiUrl,
      GITHUB_APP_ID: '4711',
      GITHUB_APP_PRIVATE_KEY: keys.privateKey,
      GITHUB_CLIENT_ID: credentials.clientId,
      GITHUB_CLIENT_SECRET: credentials.clientSecret,
      STRIPE_SECRET_KEY: stripe.secretKey,
      STRIPE_PUBLISHABLE_KEY: stripe.publishableKey,
      STRIPE_API_URL: stripe.url,
    },
  })
  await seedOnce(app.db)
})
afterAll(async () => {
  await app.stop()
  await github.stop()
  await stripe.stop()
})
beforeEach(async () => {
  await app.empty('"user"', 'rate_limit')
  github.control.clearFailures()
  github.control.changeSettings({ expiringTokens: true, refuseUnverifiedEmail: false })
})

const cookiesOf = (response: Response) =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';')[0])
    .filter((cookie) => !cookie?.endsWith('='))
    .join('; ')

type Beginning = { cookie?: string; query?: string; at?: string }

const wayTo = async (response: Response, cookie: string) => {
  const cookies = [cookie, cookiesOf(response)].filter(Boolean).join('; ')
  return { response, location: response.headers.get('location') ?? '', cookies }
}

/** Begins to sign in: the address at GitHub, and the browser's cookies. */
const begin = async ({ cookie = '', query = '', at = app.address }: Beginning = {}) =>
  wayTo(
    await fetch(`${at}/auth/github${query}`, { redirect: 'manual', headers: { cookie } }),
    cookie,
  )

/** Begins to connect an account, as the form of a page of ours does. */
const beginLink = async (cookie: string, origin = app.address, returnTo = '/settings') =>
  wayTo(
    await fetch(`${app.address}/auth/github/link`, {
      method: 'POST',
      redirect: 'manual',
      headers: { cookie, origin },
      body: new URLSearchParams({ return_to: returnTo }),
    }),
    cookie,
  )

const comeBack = (address: string, cookies: string) =>
  fetch(address, { redirect: 'manual', headers: { cookie: cookies, 'user-agent': 'browser' } })

/** Signs in as somebody, the whole way. */
const signIn = async (login: string | null, options: { cookie?: string; query?: string } = {}) => {
  const { location, cookies } = await begin(options)
  return comeBack(await authorizeAs(location, login), cookies)
}

/** Connects an account of GitHub, the whole way. */
const link = async (login: string, cookie: string) => {
  const { location, cookies } = await beginLink(cookie)
  return comeBack(await authorizeAs(location, login), cookies)
}

const viewer = async (cookie: string) => {
  const query =
    '{ viewer { login email isEmailVerified memberships { nodes { isAdmin organization { login } } } oauthAccounts { accountLogin } } }'
  const { data } = await app.query<{ viewer: unknown }, object>(query, {}, { cookie })
  if (!data) throw new Error('no answer')
  return data.viewer
}

const refusal = async (response: Response) => {
  const { type } = (await response.json()) as { type: string }
  return [response.status, type]
}

const ada = demoWorld.accounts.find(({ login }) => login === 'ada-demo')

describe('signing up', () => {
  test('with a verified primary address: a user with it, a session, memberships', async () => {
    const response = await signIn('ada-demo', { query: '?return_to=/acme' })
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('http://127.0.0.1:3000/acme')
    expect(await viewer(cookiesOf(response))).toEqual({
      login: 'ada-demo',
      email: 'ada@example.com',
      isEmailVerified: true,
      oauthAccounts: [{ accountLogin: 'ada-demo' }],
      memberships: {
        nodes: expect.arrayContaining([
          { isAdmin: true, organization: { login: 'acme' } },
          { isAdmin: true, organization: { login: 'ada-demo' } },
        ]),
      },
    })
  })

  test('an active member becomes a member, one who is only invited does not', async () => {
    const grace = await viewer(cookiesOf(await signIn('grace-demo')))
    expect(grace).toMatchObject({
      memberships: { nodes: [{ isAdmin: false, organization: { login: 'acme' } }] },
    })
    const dennis = await viewer(cookiesOf(await signIn('dennis-demo')))
    expect(dennis).toMatchObject({ memberships: { nodes: [] } })
  })

  test('tokens lie encrypted, each for its own account only', async () => {
    await signIn('ada-demo')
    const row = await app.db.oauthAccount.findFirstOrThrow()
    expect(row.accessToken).not.toContain('ghu_')
    expect(row.refreshToken).not.toContain('ghr_')
    const keyring = app.env.ENCRYPTION_KEYS
    expect(decrypt(keyring, `oauth_account github ${row.accountId}`, row.accessToken)).toMatch(
      /^ghu_/,
    )
    expect(() => decrypt(keyring, 'oauth_account github 1', row.accessToken)).toThrow()
  })

  test('without a verified primary address: refused, nobody is made', async () => {
    for (const refuseUnverifiedEmail of [false, true]) {
      github.control.changeSettings({ refuseUnverifiedEmail })
      expect(await refusal(await signIn('margaret-demo'))).toEqual([403, 'UnverifiedPrimaryEmail'])
    }
    expect(await app.db.user.count()).toBe(0)
  })

  test('without any primary address: refused', async () => {
    const emails = [
      { email: 'linus@example.com', primary: false, verified: true, visibility: null },
    ]
    const before = github.world.accounts.find(({ login }) => login === 'linus-demo')?.emails ?? []
    github.control.setEmails({ login: 'linus-demo', emails })
    expect(await refusal(await signIn('linus-demo'))).toEqual([400, 'NoPrimaryEmail'])
    github.control.setEmails({ login: 'linus-demo', emails: before })
  })
})

describe('signing in', () => {
  test('again: the same user, with login, picture and profile of now, not the address', async () => {
    await signIn('ada-demo')
    const changes = { name: 'Countess' }
    github.control.changeAccount({ login: 'ada-demo', changes })
    await app.db.user.updateMany({ data: { email: 'kept@example.com' } })
    await signIn('ada-demo')
    github.control.changeAccount({ login: 'ada-demo', changes: { name: 'Ada' } })
    const users = await app.db.user.findMany()
    expect(users).toMatchObject([{ name: 'Countess', email: 'kept@example.com' }])
    expect(await app.db.session.count()).toBe(2)
  })

  test('links the shares of issues that wait for the login', async () => {
    const issue = await app.db.issue.findFirstOrThrow()
    const { id } = await app.db.issueReward.create({
      data: { issueId: issue.id, shareThousands: 1_000, githubLogin: 'Ada-Demo' },
    })
    await signIn('ada-demo')
    const user = await app.db.user.findFirstOrThrow()
    const share = await app.db.issueReward.findUniqueOrThrow({ where: { id } })
    expect(share.userId).toBe(user.id)
  })

  test('with the address of a user: that user, if GitHub vouches for it', async () => {
    const user = await createUser(app.db, { login: null, email: 'Ada@Example.com' })
    await signIn('ada-demo')
    expect(await app.db.user.findMany()).toMatchObject([{ id: user.id, login: 'ada-demo' }])
  })

  test('with the address of a user that GitHub does not vouch for: 403', async () => {
    await createUser(app.db, { login: null, email: 'margaret@example.com' })
    expect(await refusal(await signIn('margaret-demo'))).toEqual([403, 'CannotLinkUnverifiedEmail'])
    expect(await app.db.oauthAccount.count()).toBe(0)
  })

  test('a login that somebody here holds is taken over by whose it is on GitHub', async () => {
    const squatter = await createUser(app.db, { login: 'ADA-demo' })
    await signIn('ada-demo')
    const { login } = await app.db.user.findUniqueOrThrow({ where: { id: squatter.id } })
    expect(login).toBeNull()
  })

  test('membership that GitHub does not tell of is skipped, the sign-in goes on', async () => {
    github.control.failNext({ path: '/api/v3/user/memberships/orgs/acme', status: 500 })
    const response = await signIn('ada-demo')
    expect(response.status).toBe(303)
    expect(await viewer(cookiesOf(response))).toMatchObject({
      memberships: { nodes: [{ organization: { login: 'ada-demo' } }] },
    })
  })
})

describe('connecting', () => {
  const magicUser = async () => {
    const user = await createUser(app.db, { login: null, email: 'by-mail@example.com' })
    return { user, ...(await app.signIn(user.id)) }
  }

  test('an account to who is signed in', async () => {
    const { user, cookie } = await magicUser()
    const response = await link('ada-demo', cookie)
    expect(response.status).toBe(303)
    expect(response.headers.get('location')).toBe('http://127.0.0.1:3000/settings')
    expect(await app.db.user.findMany()).toMatchObject([
      { id: user.id, login: 'ada-demo', email: 'by-mail@example.com' },
    ])
  })

  test('again, though one has the login already', async () => {
    const { cookie } = await magicUser()
    await link('ada-demo', cookie)
    expect((await link('ada-demo', cookie)).status).toBe(303)
    expect(await app.db.user.count()).toBe(1)
    expect(await app.db.session.count()).toBe(1)
  })

  test('somebody else’s account: 403', async () => {
    await signIn('ada-demo')
    const { cookie } = await magicUser()
    expect(await refusal(await link('ada-demo', cookie))).toEqual([
      403,
      'AccountLinkedToAnotherUser',
    ])
  })

  test('an account whose login another user holds: 403, and nothing changes hands', async () => {
    const holder = await createUser(app.db, { login: 'ADA-demo' })
    const { user, cookie } = await magicUser()
    expect(await refusal(await link('ada-demo', cookie))).toEqual([
      403,
      'AccountLinkedToAnotherUser',
    ])
    expect(await app.db.oauthAccount.count()).toBe(0)
    const logins = await app.db.user.findMany({ select: { id: true, login: true } })
    expect(logins).toEqual(
      expect.arrayContaining([
        { id: holder.id, login: 'ADA-demo' },
        { id: user.id, login: null },
      ]),
    )
  })

  test('does not follow from an ordinary sign-in: that is who GitHub says, whoever was signed in', async () => {
    const { user, cookie } = await magicUser()
    const response = await signIn('ada-demo', { cookie })
    expect(response.status).toBe(303)
    expect(await viewer(cookiesOf(response))).toMatchObject({ login: 'ada-demo' })
    expect(await app.db.oauthAccount.count({ where: { userId: user.id } })).toBe(0)
    expect(await app.db.user.findUniqueOrThrow({ where: { id: user.id } })).toMatchObject({
      login: null,
      name: user.name,
    })
  })

  const links = () => app.db.oauthAccount.count()

  test('begun as one person and finished as another, or as nobody: refused', async () => {
    const { cookie } = await magicUser()
    const other = await createUser(app.db, { login: null, email: 'other@example.com' })
    const { cookie: othersCookie } = await app.signIn(other.id)
    for (const later of [othersCookie, '']) {
      const { location, cookies } = await beginLink(cookie)
      const back = await authorizeAs(location, 'ada-demo')
      const response = await comeBack(back, cookies.replace(cookie, later))
      expect(await refusal(response)).toEqual([400, 'InvalidSignInState'])
      expect(response.headers.getSetCookie()).toEqual([])
    }
    expect(await links()).toBe(0)
  })

  test('begun in a session that has ended meanwhile: refused, in another one of its user too', async () => {
    const { user, cookie } = await magicUser()
    const { cookie: again } = await app.signIn(user.id)
    const { location, cookies } = await beginLink(cookie)
    const back = await authorizeAs(location, 'ada-demo')
    await app.post('/auth/logout', '', { cookie, origin: app.address })
    expect(await refusal(await comeBack(back, cookies))).toEqual([400, 'InvalidSignInState'])
    const withAnother = await comeBack(back, cookies.replace(cookie, again))
    expect(await refusal(withAnother)).toEqual([400, 'InvalidSignInState'])
    expect(await links()).toBe(0)
  })

  test('begun by a page of another site, or of none: 403', async () => {
    const { cookie } = await magicUser()
    for (const origin of ['https://evil.example', 'null', '']) {
      const { response } = await beginLink(cookie, origin)
      expect(await refusal(response)).toEqual([403, 'ForeignOrigin'])
    }
  })

  test('begun by nobody, or by a token: refused', async () => {
    expect((await beginLink('')).response.status).toBe(401)
    const { user } = await magicUser()
    const { data } = await app.query<{ createPersonalAccessToken: { token: string } }, object>(
      'mutation { createPersonalAccessToken(input: { name: "t", scopes: [USER_READ] }) { ... on CreatePersonalAccessTokenPayload { token } } }',
      {},
      { cookie: (await app.signIn(user.id)).cookie },
    )
    const authorization = `Bearer ${data?.createPersonalAccessToken.token}`
    const response = await app.post('/auth/github/link', '', { authorization, origin: app.address })
    expect(response.status).toBe(403)
  })

  test('with a return address of another site: 400', async () => {
    const { cookie } = await magicUser()
    const { response } = await beginLink(cookie, app.address, 'https://evil.example')
    expect(await refusal(response)).toEqual([400, 'UnsafeReturnAddress'])
  })
})

describe('two names of this machine', () => {
  const localhost = () => app.address.replace('127.0.0.1', 'localhost')

  /** GitHub's way back under its registered name, where this browser has no cookie. */
  const handOver = async (back: string) => {
    const response = await comeBack(back, '')
    return { response, location: response.headers.get('location') ?? '' }
  }

  test('a sign-in from localhost ends there, though GitHub knows the other name', async () => {
    const { location, cookies } = await begin({ at: localhost(), query: '?return_to=/acme' })
    const back = await authorizeAs(location, 'ada-demo')
    expect(back.startsWith(app.address)).toBe(true)
    const handedOver = await handOver(back)
    expect(handedOver.response.status).toBe(303)
    expect(handedOver.response.headers.getSetCookie()).toEqual([])
    expect(handedOver.location).toBe(back.replace('127.0.0.1', 'localhost'))
    const response = await comeBack(handedOver.location, cookies)
    expect(response.headers.get('location')).toBe('http://localhost:3000/acme')
    expect(await viewer(cookiesOf(response))).toMatchObject({ login: 'ada-demo' })
    expect(await refusal(await comeBack(handedOver.location, cookies))).toEqual([
      400,
      'SignInCodeRejected',
    ])
  })

  test('what is handed over is of no use to another browser', async () => {
    const { location } = await begin({ at: localhost() })
    const { location: there } = await handOver(await authorizeAs(location, 'ada-demo'))
    const theirs = await begin({ at: localhost() })
    expect(await refusal(await comeBack(there, theirs.cookies))).toEqual([
      400,
      'InvalidSignInState',
    ])
    expect(await refusal(await comeBack(there, ''))).toEqual([400, 'InvalidSignInState'])
  })
})

describe('a person in a browser', () => {
  test('sees a page where something did not work', async () => {
    const response = await fetch(`${app.address}/auth/github/callback?state=x`, {
      headers: { accept: 'text/html,application/xhtml+xml' },
    })
    expect(response.status).toBe(400)
    expect(response.headers.get('content-type')).toMatch('text/html')
    expect(response.headers.get('content-security-policy')).toContain("frame-ancestors 'none'")
    expect(await response.text()).toContain('This sign-in is too old')
  })
})

describe('in a browser that made a pledge', () => {
  /** A payment of nobody that has a pledge, of nobody unless told otherwise. */
  const pledgeOf = async (byUserId: string | null = null) => {
    const [place] = await createDemo(app.db)
    if (!place) throw new Error('no demo')
    const { issue, repository, organization } = place
    const { id: paymentId, client_secret: clientSecret } =
      await stripe.stripe.paymentIntents.create({
        ...{ amount: 1_000, currency: 'usd', metadata: { type: 'pledge' } },
      })
    await app.db.pledge.create({
      data: {
        ...{ issueId: issue.id, repositoryId: repository.id, organizationId: organization.id },
        ...{ amount: 1_000n, paymentId, byUserId },
      },
    })
    return { paymentId, clientSecret }
  }
  type Payment = Awaited<ReturnType<typeof pledgeOf>>
  const payerOf = async ({ paymentId }: Payment) => {
    const pledge = await app.db.pledge.findUniqueOrThrow({ where: { paymentId } })
    return pledge.byUserId
  }
  const claim = ({ paymentId, clientSecret }: Payment, path = '/auth/pledge') =>
    app.post(path, JSON.stringify({ paymentIntentId: paymentId, clientSecret }), {
      'content-type': 'application/json',
      origin: app.address,
    })

  test('of nobody known: it becomes theirs, and the browser forgets it', async () => {
    const payment = await pledgeOf()
    const claimed = await claim(payment)
    expect(claimed.status).toBe(204)
    expect(claimed.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Lax/)
    expect(claimed.headers.get('set-cookie')).not.toContain(payment.clientSecret)
    const response = await signIn('ada-demo', { cookie: cookiesOf(claimed) })
    expect(response.status).toBe(303)
    expect(response.headers.getSetCookie().join()).toMatch(/polar_pledge_claim=;/)
    const user = await app.db.user.findFirstOrThrow({ where: { login: 'ada-demo' } })
    expect(await payerOf(payment)).toBe(user.id)
  })

  test('of somebody: it stays theirs', async () => {
    const { id } = await createUser(app.db)
    const payment = await pledgeOf(id)
    const cookie = cookiesOf(await claim(payment))
    expect((await signIn('ada-demo', { cookie })).status).toBe(303)
    expect(await payerOf(payment)).toBe(id)
  })

  test('it takes the client secret: without, nothing is claimed', async () => {
    const payment = await pledgeOf()
    const other = await pledgeOf()
    for (const clientSecret of [other.clientSecret, 'x', '']) {
      const refused = await claim({ ...payment, clientSecret })
      expect(refused.headers.get('set-cookie')).toBeNull()
      expect(await refusal(refused)).toEqual([404, 'PaymentIntentNotFound'])
    }
    const unknown = { paymentId: 'pi_unknown', clientSecret: payment.clientSecret }
    expect(await refusal(await claim(unknown))).toEqual([404, 'PaymentIntentNotFound'])
    expect((await claim({ ...payment, clientSecret: null })).status).toBe(400)
  })

  test('there is no pledge yet: 404', async () => {
    const payment = await pledgeOf()
    await app.db.pledge.deleteMany()
    expect(await refusal(await claim(payment))).toEqual([404, 'PledgeNotFound'])
  })

  test('an address claims nothing, nor does a forged claim, which keeps nobody from signing in', async () => {
    const payment = await pledgeOf()
    const { paymentId, clientSecret } = payment
    const query = `?payment_intent_id=${paymentId}&client_secret=${clientSecret}`
    expect((await fetch(`${app.address}/auth/pledge${query}`)).status).toBe(405)
    const forged = await new SignJWT({ paymentId })
      .setProtectedHeader({ alg: 'HS256', typ: 'pledge-claim+jwt' })
      .setExpirationTime('15m')
      .sign(new TextEncoder().encode('another secret that is long enough'))
    for (const cookie of ['', `polar_pledge_claim=${forged}`, 'polar_pledge_claim=x']) {
      expect((await signIn('ada-demo', { query, cookie })).status).toBe(303)
    }
    expect(await payerOf(payment)).toBeNull()
  })
})

describe('the state', () => {
  const forge = (claims: object, secret: string, typ = 'github-sign-in+jwt', exp = '15m') =>
    new SignJWT({ ...claims })
      .setProtectedHeader({ alg: 'HS256', typ })
      .setExpirationTime(exp)
      .sign(new TextEncoder().encode(secret))

  const backWith = async (change: (state: string) => string | Promise<string>) => {
    const { location, cookies } = await begin()
    const back = new URL(await authorizeAs(location, 'ada-demo'))
    back.searchParams.set('state', await change(back.searchParams.get('state') ?? ''))
    return refusal(await comeBack(back.href, cookies))
  }

  const payloadOf = (state: string) =>
    JSON.parse(Buffer.from(state.split('.')[1] ?? '', 'base64url').toString()) as object

  test('the nonce cookie is of this browser, HttpOnly, for 15 minutes', async () => {
    const { response } = await begin()
    expect(response.headers.get('set-cookie')).toMatch(
      /^polar_github_nonce=[\w-]{43}; Path=\/auth\/github; Max-Age=900; HttpOnly; SameSite=Lax$/,
    )
  })

  test.each([
    ['missing', () => ''],
    ['changed', (state: string) => `${state.slice(0, -4)}AAAA`],
    ['signed with another secret', (state: string) => forge(payloadOf(state), 'x'.repeat(40))],
    ['of another type', (state: string) => forge(payloadOf(state), app.env.SECRET, 'session+jwt')],
    ['expired', (state: string) => forge(payloadOf(state), app.env.SECRET, undefined, '-1s')],
    [
      'unsigned',
      (state: string) =>
        `${Buffer.from('{"alg":"none"}').toString('base64url')}.${state.split('.')[1]}.`,
    ],
  ])('%s: 400, InvalidSignInState', async (_name, change) => {
    expect(await backWith(change)).toEqual([400, 'InvalidSignInState'])
    expect(await app.db.user.count()).toBe(0)
  })

  test('of another browser: 400', async () => {
    const mine = await begin()
    const theirs = await begin()
    const back = await authorizeAs(mine.location, 'ada-demo')
    expect(await refusal(await comeBack(back, theirs.cookies))).toEqual([400, 'InvalidSignInState'])
    expect(await refusal(await comeBack(back, ''))).toEqual([400, 'InvalidSignInState'])
  })

  test('replayed, with the same code: GitHub refuses the code', async () => {
    const { location, cookies } = await begin()
    const back = await authorizeAs(location, 'ada-demo')
    await comeBack(back, cookies)
    expect(await refusal(await comeBack(back, cookies))).toEqual([400, 'SignInCodeRejected'])
    expect(await app.db.session.count()).toBe(1)
  })

  test('is no session and no token', async () => {
    const { location } = await begin()
    const state = new URL(location).searchParams.get('state')
    expect(await viewer(`polar_session=${state}`)).toBeNull()
  })

  test.each([
    'https://host.evil.com',
    'http://127.0.0.1:3000@evil.com',
    '//evil.com',
    '/\\evil.com',
  ])('a return address of another site, %s: 400', async (address) => {
    const { response } = await begin({ query: `?return_to=${encodeURIComponent(address)}` })
    expect(await refusal(response)).toEqual([400, 'UnsafeReturnAddress'])
  })
})

describe('refusals', () => {
  test('a server without a GitHub App: 404, and it says what to do instead', async () => {
    const other = await startTestApp({ worker: false })
    const response = await fetch(`${other.address}/auth/github`, { redirect: 'manual' })
    expect(await refusal(response)).toEqual([404, 'GithubSignInUnavailable'])
    await other.stop()
  })

  test('a primary address that we can’t write to: 400', async () => {
    const login = 'linus-demo'
    const before = github.world.accounts.find((account) => account.login === login)?.emails ?? []
    const emails = [{ email: 'lіnus@example.com', primary: true, verified: true, visibility: null }]
    github.control.setEmails({ login, emails })
    expect(await refusal(await signIn(login))).toEqual([400, 'InvalidEmailAddress'])
    github.control.setEmails({ login, emails: before })
    expect(await app.db.user.count()).toBe(0)
  })

  test('who cancels at GitHub: 403', async () => {
    expect(await refusal(await signIn(null))).toEqual([403, 'SignInRefused'])
  })

  test('no code: 400', async () => {
    const { location, cookies } = await begin()
    const back = new URL(await authorizeAs(location, 'ada-demo'))
    back.searchParams.delete('code')
    expect(await refusal(await comeBack(back.href, cookies))).toEqual([400, 'SignInCodeRejected'])
  })

  test('an App whose user tokens never expire: 400', async () => {
    github.control.changeSettings({ expiringTokens: false })
    expect(await refusal(await signIn('ada-demo'))).toEqual([400, 'UserTokensMustExpire'])
  })

  test('two at once: one user, both signed in', async () => {
    const ways = await Promise.all([begin(), begin()])
    const responses = await Promise.all(
      ways.map(async ({ location, cookies }) =>
        comeBack(await authorizeAs(location, 'ada-demo'), cookies),
      ),
    )
    expect(responses.map(({ status }) => status)).toEqual([303, 303])
    expect(await app.db.user.count()).toBe(1)
  })
})

describe('acting for a user', () => {
  const signedInUser = async () => {
    await signIn('ada-demo')
    return app.db.user.findFirstOrThrow()
  }

  test('a token that lasts is used as it is', async () => {
    const { id } = await signedInUser()
    const { updatedAt } = await app.db.oauthAccount.findFirstOrThrow()
    expect(await userToken(app.ctx, id)).toMatch(/^ghu_/)
    expect((await app.db.oauthAccount.findFirstOrThrow()).updatedAt).toEqual(updatedAt)
  })

  test('one that ends within 30 minutes is renewed first, once for ten at a time', async () => {
    const { id } = await signedInUser()
    const before = await userToken(app.ctx, id)
    await app.db.oauthAccount.updateMany({
      data: { expiresAt: new Date(Date.now() + 29 * 60_000) },
    })
    const tokens = await Promise.all(Array.from({ length: 10 }, () => userToken(app.ctx, id)))
    expect(new Set(tokens).size).toBe(1)
    expect(tokens[0]).not.toBe(before)
    const renewals = github.control
      .listRequests()
      .filter(({ path }) => path.startsWith('/login/oauth/access_token'))
    expect(renewals.length).toBeGreaterThan(0)
    const row = await app.db.oauthAccount.findFirstOrThrow()
    expect(row.renewingUntil).toBeNull()
    expect(row.expiresAt?.getTime()).toBeGreaterThan(Date.now() + 7 * 3_600_000)
  })

  test('a renewal that fails is an error now, and is tried again the next time', async () => {
    const { id } = await signedInUser()
    await app.db.oauthAccount.updateMany({ data: { expiresAt: new Date() } })
    github.control.failNext({ path: '/login/oauth/access_token', status: 500 })
    await expect(userToken(app.ctx, id)).rejects.toThrow()
    expect(await userToken(app.ctx, id)).toMatch(/^ghu_/)
  })

  test('without an account there is no token', async () => {
    const { id } = await createUser(app.db)
    expect(await userToken(app.ctx, id)).toBeNull()
  })
})

test('the demo person and the demo organization of that person are the same account', async () => {
  const organization = await app.db.organization.findFirstOrThrow({ where: { login: 'ada-demo' } })
  expect(organization.externalId).toBe(BigInt(ada?.id ?? 0))
})
