import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Organization } from '#generated/prisma/client.ts'
import { encodeId } from '#lib/ids.ts'
import * as oauthAccounts from '#oauth-account/service.ts'
import * as organizations from '#organization/service.ts'
import { demoWorld } from '../../sandbox/github/demo.ts'
import { createUser } from '../../test/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import * as memberships from './service.ts'

type Setup = Awaited<ReturnType<typeof startWithGithub>>

let app: Setup['app']
let sandbox: Setup['github']
let stop: Setup['stop']
let acme: Organization

const accountOf = (login: string) => {
  const account = demoWorld.accounts.find((candidate) => candidate.login === login)
  if (!account) throw new Error(`no ${login}`)
  return account
}

const { id: acmeId } = accountOf('acme')
const installationId =
  demoWorld.installations.find(({ accountId }) => accountId === acmeId)?.id ?? 0
const hour = 60 * 60 * 1_000

beforeAll(async () => {
  ;({
    app,
    github: sandbox,
    stop,
  } = await startWithGithub({
    GITHUB_CLIENT_ID: 'Iv23liSandboxClient',
    GITHUB_CLIENT_SECRET: 'a-secret-of-the-client',
  }))
})
afterAll(() => stop())

/** Somebody here whose account of GitHub is that of the sandbox's person. */
const connect = async (login: string) => {
  const user = await createUser(app.db, { login, email: `${login}@example.com` })
  const { token } = await sandbox.signIn(login)
  await app.ctx.transaction((tx) =>
    oauthAccounts.connect(
      tx,
      user.id,
      {
        accountId: BigInt(accountOf(login).id),
        accountLogin: login,
        accountEmail: `${login}@example.com`,
      },
      {
        accessToken: token,
        expiresAt: new Date(Date.now() + 8 * hour),
        refreshToken: 'none',
        refreshTokenExpiresAt: new Date(Date.now() + 9 * hour),
      },
    ),
  )
  return user
}

beforeEach(async () => {
  await app.db.user.deleteMany()
  await app.db.organization.deleteMany()
  acme = await app.db.organization.create({
    data: {
      externalId: BigInt(acmeId),
      login: 'acme',
      avatarUrl: 'https://example.com/acme',
      isPersonal: false,
      installationId: BigInt(installationId),
    },
  })
})

const members = async () => {
  const rows = await app.db.membership.findMany({
    where: { organizationId: acme.id, deletedAt: null },
    include: { user: true },
    orderBy: { user: { login: 'asc' } },
  })
  return rows.map(({ user, isAdmin }) => `${user.login}${isAdmin ? ' (admin)' : ''}`)
}

const jobsOf = async (organizationId: string) =>
  (
    await app.db.$queryRaw<{ name: string }[]>`
      SELECT name FROM pgboss.job WHERE singleton_key = ${organizationId} ORDER BY name`
  ).map(({ name }) => name)

const waiting = async (name: string) =>
  (
    await app.db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM pgboss.job WHERE name = ${name} AND state = 'created'`
  )[0]?.count

describe('the members of an organization', () => {
  test('become those that GitHub names, if they have an account here', async () => {
    await connect('ada-demo')
    await connect('grace-demo')
    await connect('linus-demo')
    // Was invited, and has not accepted.
    await connect('dennis-demo')
    await memberships.synchronize(app.ctx, acme.id)
    expect(await members()).toEqual(['ada-demo (admin)', 'grace-demo'])
  })

  test('who is no longer there ends, also as an admin; who never was on GitHub stays', async () => {
    const { id: ada } = await connect('ada-demo')
    const { id: linus } = await connect('linus-demo')
    const { id: mail } = await createUser(app.db, { login: null })
    await app.ctx.transaction(async (tx) => {
      for (const userId of [ada, linus, mail]) {
        await memberships.add(tx, { userId, organizationId: acme.id, isAdmin: userId === linus })
      }
    })
    await memberships.synchronize(app.ctx, acme.id)
    expect(await members()).toEqual(['ada-demo (admin)', 'null'])
    await memberships.synchronize(app.ctx, acme.id)
    expect(await members()).toHaveLength(2)
  })

  test('of a personal account, or where the App is suspended or gone, are left alone', async () => {
    const { id: userId } = await connect('linus-demo')
    await app.ctx.transaction((tx) =>
      memberships.add(tx, { userId, organizationId: acme.id, isAdmin: true }),
    )
    for (const data of [
      { isPersonal: true },
      { isPersonal: false, status: 'SUSPENDED' as const },
      { status: 'ACTIVE' as const, installationId: null },
      // GitHub knows no such installation.
      { installationId: 4_242n },
    ]) {
      await app.db.organization.update({ where: { id: acme.id }, data })
      await memberships.synchronize(app.ctx, acme.id)
      expect(await members()).toEqual(['linus-demo (admin)'])
    }
  })

  test('are not those of who took over the login', async () => {
    await connect('ada-demo')
    await app.db.organization.update({ where: { id: acme.id }, data: { externalId: 4_242n } })
    await memberships.synchronize(app.ctx, acme.id)
    expect(await members()).toEqual([])
  })

  test('are asked for once a day, for every organization with our App', async () => {
    await memberships.sendAllSyncs(app.ctx)
    await memberships.sendAllSyncs(app.ctx)
    expect(await waiting('membership.sync_organization')).toBe(1n)
  })

  test('are read at once when somebody waits, though the daily reading is on its way', async () => {
    await app.db.$executeRaw`DELETE FROM pgboss.job`
    await memberships.sendAllSyncs(app.ctx)
    await organizations.sendAllRefreshes(app.ctx)
    const organizationId = acme.id
    await app.ctx.transaction((tx) => tx.emit('organization.installed', { organizationId }))
    const due = await app.db.$queryRaw<{ name: string }[]>`
      SELECT name FROM pgboss.job WHERE start_after <= now() ORDER BY name`
    expect(due.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['membership.sync_organization', 'organization.refresh_metadata']),
    )
  })
})

test('after an installation, members and profile are read', async () => {
  const organizationId = acme.id
  await app.ctx.transaction((tx) => tx.emit('organization.installed', { organizationId }))
  expect(await jobsOf(organizationId)).toEqual(
    expect.arrayContaining(['membership.sync_organization', 'organization.refresh_metadata']),
  )
})

describe('syncMembers', () => {
  const sync = async (cookie: string) => {
    const { data, errors } = await app.query<{ syncMembers: object }, object>(
      `mutation { syncMembers(input: { organizationId: "${encodeId('Organization', acme.id)}" }) {
         __typename ... on SyncMembersPayload { organization { login } } } }`,
      {},
      { cookie },
    )
    return data?.syncMembers ?? errors?.[0]?.extensions
  }

  test('sends the job for admins, and refuses others', async () => {
    const { id: userId } = await createUser(app.db)
    const { cookie } = await app.signIn(userId)
    expect(await sync('')).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(await sync(cookie)).toEqual({ __typename: 'NotAnOrganizationAdmin' })
    await app.ctx.transaction((tx) =>
      memberships.add(tx, { userId, organizationId: acme.id, isAdmin: true }),
    )
    expect(await sync(cookie)).toEqual({
      __typename: 'SyncMembersPayload',
      organization: { login: 'acme' },
    })
    await app.db.organization.update({ where: { id: acme.id }, data: { installationId: null } })
    expect(await sync(cookie)).toEqual({ __typename: 'OrganizationNotInstalled' })
  })
})

describe('installGithubApp', () => {
  const install = async (userId: string, id: number | string) => {
    const { cookie } = await app.signIn(userId)
    const { data, errors } = await app.query<{ installGithubApp: object }, object>(
      `mutation { installGithubApp(input: { installationId: "${id}" }) {
         __typename ... on InstallGithubAppPayload { organization { login isInstalled viewerCanAdminister } }
         ... on Error { code } } }`,
      {},
      { cookie },
    )
    return data?.installGithubApp ?? errors?.[0]?.extensions
  }
  const roles = async () =>
    (await app.db.membership.findMany()).map(({ userId, isAdmin }) => ({ userId, isAdmin }))

  beforeEach(async () => {
    await app.db.organization.deleteMany()
  })

  test('brings the organization in; who did it becomes what they are on GitHub', async () => {
    const { id: userId } = await connect('ada-demo')
    expect(await install(userId, installationId)).toMatchObject({
      __typename: 'InstallGithubAppPayload',
      organization: { login: 'acme', isInstalled: true },
    })
    expect(await roles()).toEqual([{ userId, isAdmin: true }])
    const own = demoWorld.installations.find(
      ({ accountId }) => accountId === accountOf('ada-demo').id,
    )
    expect(await install(userId, own?.id ?? 0)).toMatchObject({
      organization: { login: 'ada-demo' },
    })
    expect(await roles()).toEqual([
      { userId, isAdmin: true },
      { userId, isAdmin: true },
    ])
  })

  test('makes a mere member no admin, and an outsider nothing', async () => {
    const { id: grace } = await connect('grace-demo')
    await install(grace, installationId)
    expect(await roles()).toEqual([{ userId: grace, isAdmin: false }])
    const { id: dennis } = await connect('dennis-demo')
    expect(await install(dennis, installationId)).toMatchObject({
      __typename: 'InstallGithubAppPayload',
    })
    expect(await roles()).toHaveLength(1)
  })

  test('keeps settings of an earlier installation', async () => {
    const { id: userId } = await connect('ada-demo')
    await install(userId, installationId)
    await app.db.organization.updateMany({
      data: { pledgeMinimumAmount: 7n, pledgeBadgeShowAmount: false },
    })
    await install(userId, installationId)
    expect(await app.db.organization.findFirst()).toMatchObject({
      pledgeMinimumAmount: 7n,
      pledgeBadgeShowAmount: false,
    })
  })

  test('of an installation that GitHub does not show the caller is not found', async () => {
    const { id: linus } = await connect('linus-demo')
    const missing = { __typename: 'InstallationNotFound', code: 'NOT_FOUND' }
    expect(await install(linus, installationId)).toEqual(missing)
    expect(await install(linus, '9007199254740993')).toEqual(missing)
    expect(await install(linus, 'x')).toMatchObject({ code: 'BAD_USER_INPUT' })
    sandbox.control.revokeUser({ login: 'linus-demo' })
    expect(await install(linus, installationId)).toMatchObject({
      __typename: 'GithubNotConnected',
    })
    const { id: stranger } = await createUser(app.db)
    expect(await install(stranger, installationId)).toMatchObject({
      __typename: 'GithubNotConnected',
    })
    expect(await app.db.organization.count()).toBe(0)
  })

  test('looks at every page of the installations', async () => {
    const { id: userId } = await connect('ada-demo')
    for (let id = 600; id < 705; id++) {
      const login = `team-${id}`
      sandbox.control.addAccount({ id, login, type: 'Organization' })
      sandbox.control.setMembership({ organization: login, login: 'ada-demo', role: 'admin' })
      sandbox.control.install({ id, account: login })
    }
    expect(await install(userId, 704)).toMatchObject({ organization: { login: 'team-704' } })
  })
})

test('githubUser looks a person up on GitHub, for who is signed in', async () => {
  const { id } = await connect('ada-demo')
  const { cookie } = await app.signIn(id)
  const look = async (login: string, by = cookie) => {
    const answer = await app.query<{ githubUser: object | null }, object>(
      `{ githubUser(login: "${login}") { login avatarUrl } }`,
      {},
      { cookie: by },
    )
    return answer.data ? answer.data.githubUser : answer.errors?.[0]?.extensions.code
  }
  expect(await look('LINUS-demo')).toEqual({ login: 'linus-demo', avatarUrl: expect.any(String) })
  expect(await look('acme')).toBeNull()
  expect(await look('nobody')).toBeNull()
  expect(await look('../orgs/acme')).toBeNull()
  const { errors } = await app.query('{ githubUser(login: "linus-demo") { login } }')
  expect(errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
})
