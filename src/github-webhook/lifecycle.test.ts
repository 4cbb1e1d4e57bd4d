import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import * as memberships from '#membership/service.ts'
import * as oauthAccounts from '#oauth-account/service.ts'
import * as organizations from '#organization/service.ts'
import { createMembership, createUser } from '../../test/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'

// What happens on GitHub, from its webhooks to the last of the jobs that follow from them.

let setting: Awaited<ReturnType<typeof startWithGithub>>
let seconds = 0

beforeAll(async () => {
  setting = await startWithGithub({}, { worker: true })
  setting.github.control.addAccount({ id: 700, login: 'moon', type: 'Organization' })
  setting.github.control.setMembership({ organization: 'moon', login: 'ada-demo', role: 'admin' })
  setting.github.control.addRepository({ owner: 'moon', name: 'crater' })
})
afterAll(() => setting.stop())
beforeEach(async () => {
  await setting.app.empty(
    ...['organization', '"user"', 'webhook_delivery', 'pgboss.job', 'cache_entry'],
  )
})

// Jobs that are tried again wait for some seconds each time, and several of them in a row.
vi.setConfig({ testTimeout: 120_000 })

/** What somebody does on GitHub, at a later second than all before. */
const later = () => {
  seconds += 1
  setting.github.control.changeSettings({
    now: new Date(Date.now() + seconds * 1_000).toISOString(),
  })
  return setting.github.control
}

const openJobs = async () => {
  const [row] = await setting.app.db.$queryRaw<{ open: number }[]>`
    SELECT count(*)::int AS open FROM pgboss.job
    WHERE state < 'completed' AND start_after < now() + interval '5 seconds'`
  return row?.open
}

/** Waits until nothing is left to do, short of what waits for another hour. */
const settled = async () => {
  await setting.github.webhooks.settled()
  await setting.app.settled()
  await expect.poll(openJobs, { timeout: 60_000 }).toBe(0)
}

const installationOf = (login: string) => {
  const { accounts, installations } = setting.github.world
  const account = accounts.find((candidate) => candidate.login === login)
  const found = installations.find(({ accountId }) => accountId === account?.id)
  if (!account || !found) throw new Error(`no installation of ${login}`)
  return { id: found.id, accountId: BigInt(account.id) }
}

/** Has GitHub tell us of an installation that is there already. */
const announce = async (login: string) => {
  later().acceptPermissions({ id: installationOf(login).id, permissions: null })
  await settled()
  return organizationOf(login)
}

const organizationOf = (login: string) =>
  setting.app.db.organization.findUniqueOrThrow({ where: { login } })

/** Somebody here with the account of a person of the sandbox. */
const connect = async (login: string) => {
  const { accounts } = setting.github.world
  const accountId = BigInt(accounts.find((one) => one.login === login)?.id ?? 0)
  const user = await createUser(setting.app.db, { login })
  const soon = new Date(Date.now() + 8 * 3_600_000)
  await setting.app.ctx.transaction((tx) =>
    oauthAccounts.connect(
      tx,
      user.id,
      { accountId, accountLogin: login, accountEmail: `${login}@example.com` },
      { accessToken: 'none', expiresAt: soon, refreshToken: 'none', refreshTokenExpiresAt: soon },
    ),
  )
  return user
}

const tokenOf = (login: string) =>
  setting.app.ctx.cache.get(`github:installation-token:${installationOf(login).id}`)

const membersOf = async (organizationId: string) =>
  (
    await setting.app.db.membership.findMany({
      where: { organizationId, deletedAt: null },
      include: { user: true },
      orderBy: { user: { login: 'asc' } },
    })
  ).map(({ user, isAdmin }) => `${user.login}${isAdmin ? ' (admin)' : ''}`)

describe('an installation', () => {
  test('replayed: the sender is a member, nothing is doubled, nobody gets mail', async () => {
    const { app, github } = setting
    const { id } = await connect('ada-demo')
    const { cookie } = await app.signIn(id)
    later().install({ account: 'moon', by: 'ada-demo' })
    await settled()
    const everything = async () => ({
      members: await membersOf((await organizationOf('moon')).id),
      organizations: await app.db.organization.count(),
      repositories: await app.db.repository.count(),
      issues: await app.db.issue.count(),
      pullRequests: await app.db.pullRequest.count(),
    })
    const before = await everything()
    expect(before).toMatchObject({
      members: ['ada-demo (admin)'],
      organizations: 1,
      repositories: 1,
    })
    for (const { event, payload } of [...github.webhooks.deliveries].reverse()) {
      if (event === 'installation') await app.deliver({ event, payload: JSON.parse(payload) })
    }
    await settled()
    expect(await everything()).toEqual(before)
    const { data } = await app.query(
      '{ viewer { organizations { nodes { login } } } }',
      {},
      { cookie },
    )
    expect(data).toEqual({ viewer: { organizations: { nodes: [{ login: 'moon' }] } } })
    const mails = await app.db.$queryRaw`SELECT FROM pgboss.job WHERE name LIKE '%mail%'`
    expect(mails).toEqual([])
    later().uninstall({ id: installationOf('moon').id })
    await github.webhooks.settled()
  })

  test('suspend flips the status and stops operations and reading; unsuspend takes both up again', async () => {
    const { app, github, requestsTo } = setting
    const { id: organizationId } = await announce('acme')
    const { id: userId } = await createUser(app.db)
    await createMembership(app.db, { userId, organizationId, isAdmin: true })
    const { cookie } = await app.signIn(userId)
    const sync = async () => {
      const input = `{ organizationId: "${encodeId('Organization', organizationId)}" }`
      const { data } = await app.query<{ syncMembers: object }, object>(
        `mutation { syncMembers(input: ${input}) { __typename ... on Error { message } } }`,
        {},
        { cookie },
      )
      return data?.syncMembers
    }
    const { id } = installationOf('acme')
    later().suspendInstallation({ id, by: 'ada-demo' })
    await settled()
    const ada = github.world.accounts.find(({ login }) => login === 'ada-demo')
    expect(await organizationOf('acme')).toMatchObject({
      status: 'SUSPENDED',
      installationSuspendedAt: expect.any(Date),
      installationSuspendedBy: BigInt(ada?.id ?? 0),
    })
    expect(await tokenOf('acme')).toBeNull()
    expect(await sync()).toEqual({
      __typename: 'OrganizationNotInstalled',
      message: 'Our GitHub App is not installed on this organization, or suspended',
    })

    // GitHub does not tell of it while the App is suspended.
    github.control.clearRequests()
    const { id: opened } = later().openIssue({ repository: 'acme/rocket', title: 'Unheard of' })
    await settled()
    expect(requestsTo('/repos')).toEqual([])
    expect(await app.db.issue.count({ where: { externalId: BigInt(opened) } })).toBe(0)

    later().suspendInstallation({ id, isSuspended: false })
    await settled()
    expect(await organizationOf('acme')).toMatchObject({
      status: 'ACTIVE',
      installationSuspendedAt: null,
      installationSuspendedBy: null,
    })
    expect(await app.db.issue.findUnique({ where: { externalId: BigInt(opened) } })).toMatchObject({
      title: 'Unheard of',
    })
    expect(await sync()).toEqual({ __typename: 'SyncMembersPayload' })
  })

  test('uninstalled: it is hidden, GitHub’s id still finds it, its token is forgotten', async () => {
    const { app } = setting
    later().install({ account: 'moon', by: 'ada-demo' })
    await settled()
    const { id, accountId } = installationOf('moon')
    const cached = `github:installation-token:${id}`
    expect(await app.ctx.cache.get(cached)).not.toBeNull()
    later().uninstall({ id })
    await settled()
    const { data } = await app.query(
      '{ organization(login: "moon") { login } repository(owner: "moon", name: "crater") { name } }',
    )
    expect(data).toEqual({ organization: null, repository: null })
    expect(await organizations.find(app.ctx, accountId)).toMatchObject({
      login: 'moon',
      installationId: null,
      deletedAt: expect.any(Date),
    })
    expect(await app.ctx.cache.get(cached)).toBeNull()
  })

  test('of a personal account makes its person an admin', async () => {
    await connect('ada-demo')
    const { id, isPersonal } = await announce('ada-demo')
    expect(isPersonal).toBe(true)
    expect(await membersOf(id)).toEqual(['ada-demo (admin)'])
  })

  test('with other permissions has another token', async () => {
    await announce('acme')
    const before = await tokenOf('acme')
    await announce('acme')
    expect(await tokenOf('acme')).not.toBe(before)
    expect(await organizationOf('acme')).toMatchObject({
      installationPermissions: { issues: 'write', members: 'read' },
    })
  })
})

describe('an organization', () => {
  test('has those who join as members, and no longer those who leave', async () => {
    const { id } = await announce('acme')
    await connect('linus-demo')
    later().setMembership({ organization: 'acme', login: 'linus-demo' })
    await settled()
    expect(await membersOf(id)).toEqual(['linus-demo'])
    later().removeMembership({ organization: 'acme', login: 'linus-demo' })
    await settled()
    expect(await membersOf(id)).toEqual([])
  })

  test('is told at once of who left, though the daily reading of its members still waits', async () => {
    const { id } = await announce('acme')
    await connect('linus-demo')
    later().setMembership({ organization: 'acme', login: 'linus-demo' })
    await settled()
    await memberships.sendAllSyncs(setting.app.ctx)
    later().removeMembership({ organization: 'acme', login: 'linus-demo' })
    await settled()
    expect(await membersOf(id)).toEqual([])
  })

  test('renamed has its new login, also when an older renaming is told of later', async () => {
    const { app, github } = setting
    const { id } = await announce('acme')
    later().renameAccount({ login: 'acme', to: 'acme-rockets' })
    await settled()
    expect((await organizationOf('acme-rockets')).id).toBe(id)
    const first = github.webhooks.deliveries.find(
      ({ event, action }) => event === 'organization' && action === 'renamed',
    )
    later().renameAccount({ login: 'acme-rockets', to: 'acme' })
    await settled()
    await app.deliver({ event: 'organization', payload: JSON.parse(first?.payload ?? '') })
    await settled()
    expect((await organizationOf('acme')).id).toBe(id)
  })
})

test('a repository transferred belongs to its new organization, with its issues and pull requests', async () => {
  const { app } = setting
  await announce('acme')
  later().install({ account: 'moon', by: 'ada-demo' })
  later().addRepository({ owner: 'acme', name: 'lander' })
  later().openIssue({ repository: 'acme/lander', title: 'It does not land' })
  later().openPull({ repository: 'acme/lander', title: 'Land it' })
  await settled()
  later().transferRepository({ repository: 'acme/lander', to: 'moon' })
  await settled()
  const { data } = await app.query(`{
    repository(owner: "moon", name: "lander") {
      organization { login }
      issues(first: 5) { nodes { title organization { login } } }
      pullRequests(first: 5) { nodes { title organization { login } } }
    }
    before: repository(owner: "acme", name: "lander") { name }
  }`)
  const organization = { login: 'moon' }
  expect(data).toEqual({
    repository: {
      organization,
      issues: { nodes: [{ title: 'It does not land', organization }] },
      pullRequests: { nodes: [{ title: 'Land it', organization }] },
    },
    before: null,
  })
  later().deleteRepository({ repository: 'moon/lander' })
  later().uninstall({ id: installationOf('moon').id })
  await settled()
})

test('an issue transferred takes along what we know of it, also to a repository we never heard of', async () => {
  const { app, github } = setting
  await announce('acme')
  const { id } = installationOf('acme')
  const rocket = 'acme/rocket'
  const { number, id: externalId } = later().openIssue({ repository: rocket, title: 'It leaks' })
  await settled()
  const own = {
    fundingGoal: 50_000n,
    badgeCustomContent: 'Please',
    upfrontSplitToContributors: 40,
  }
  const old = { where: { externalId: BigInt(externalId) } }
  await app.db.issue.update({ ...old, data: own })

  github.control.changeWebhooks({ isPaused: true })
  later().setInstallationRepositories({ id, repositories: [rocket] })
  later().addRepository({ owner: 'acme', name: 'tank' })
  github.control.changeWebhooks({ isPaused: false })
  await settled()
  expect(await app.db.repository.count({ where: { name: 'tank' } })).toBe(0)
  const moved = later().transferIssue({ repository: rocket, number, to: 'acme/tank' })
  await settled()
  expect((await app.db.issue.findUniqueOrThrow(old)).deletedAt).toBeInstanceOf(Date)
  const byPlace = `{ issue(owner: "acme", repository: "tank", number: ${moved.number}) {
    title fundingGoal { amount } upfrontSplitToContributors } }`
  expect((await app.query(byPlace)).data).toEqual({ issue: null })

  later().setInstallationRepositories({ id, repositories: null })
  await settled()
  expect((await app.query(byPlace)).data).toEqual({
    issue: {
      title: 'It leaks',
      fundingGoal: { amount: 50_000 },
      upfrontSplitToContributors: 40,
    },
  })
})
