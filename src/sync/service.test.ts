import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Organization } from '#generated/prisma/client.ts'
import { encodeId } from '#lib/ids.ts'
import { createMembership, createUser } from '../../test/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { subscribe } from '../../test/sse.ts'
import * as sync from './service.ts'

let setting: Awaited<ReturnType<typeof startWithGithub>>
let acme: Organization
let seconds = 0

beforeAll(async () => {
  setting = await startWithGithub()
})
afterAll(() => setting.stop())

/** acme as its installation brings it in, with its repositories and nothing else. */
beforeEach(async () => {
  const { app, github } = setting
  await app.empty('organization', '"user"', 'pgboss.job')
  github.control.clearRequests()
  github.control.clearFailures()
  const account = github.world.accounts.find(({ login }) => login === 'acme')
  const installation = github.world.installations.find(({ accountId }) => accountId === account?.id)
  acme = await app.db.organization.create({
    data: {
      externalId: BigInt(account?.id ?? 0),
      login: 'acme',
      avatarUrl: 'https://avatars.test/acme',
      isPersonal: false,
      installationId: BigInt(installation?.id ?? 0),
    },
  })
  await sync.readInstallation(app.ctx, acme.id)
})

const later = () => {
  seconds += 1
  const now = new Date(Date.now() + seconds * 1_000).toISOString()
  setting.github.control.changeSettings({ now })
  return setting.github.control
}

const repositoryNamed = (name: string) =>
  setting.app.db.repository.findFirstOrThrow({ where: { name, organizationId: acme.id } })

/** The steps of a reading that wait now. */
const pagesOf = (repositoryId: string) => setting.app.db.$queryRaw<{ payload: Page }[]>`
  SELECT data -> 'payload' AS payload FROM pgboss.job
  WHERE name = 'sync.read_page' AND state = 'created'
    AND data -> 'payload' ->> 'repositoryId' = ${repositoryId}`

type Page = Parameters<typeof sync.readPage>[1]

/** Reads a repository to its end, as the worker would. */
const readWhole = async (repositoryId: string) => {
  const { app } = setting
  for (let pages = await pagesOf(repositoryId); pages.length > 0; ) {
    await app.db.$executeRaw`DELETE FROM pgboss.job WHERE name = 'sync.read_page'
      AND data -> 'payload' ->> 'repositoryId' = ${repositoryId}`
    for (const { payload } of pages) await sync.readPage(app.ctx, payload)
    pages = await pagesOf(repositoryId)
  }
}

const issueOf = (externalId: number) =>
  setting.app.db.issue.findUniqueOrThrow({ where: { externalId: BigInt(externalId) } })

/** An issue of acme/rocket, here as it is there. */
const openIssue = async () => {
  const { id, number } = later().openIssue({ repository: 'acme/rocket', title: 'It does not fly' })
  await readWhole((await repositoryNamed('rocket')).id)
  return { ...(await issueOf(id)), number }
}

describe('an installation', () => {
  test('is read again with the token that it has, while nothing about it changed', async () => {
    const { app, github } = setting
    const { installationId: id } = acme
    await sync.readInstallation(app.ctx, acme.id)
    const token = () => app.ctx.cache.get(`github:installation-token:${id}`)
    const before = await token()
    await sync.readInstallation(app.ctx, acme.id)
    expect(await token()).toBe(before)
    expect(before).not.toBeNull()
    const path = '/api/v3/installation/repositories'
    expect(github.control.countRequests({ path }).total).toBe(3)
  })

  test('brings in the repositories that it may read; those that it may not go out of reach', async () => {
    const { github, app } = setting
    const { installationId: id } = acme
    expect(await app.db.repository.count({ where: { deletedAt: null } })).toBeGreaterThan(1)
    later().setInstallationRepositories({ id: Number(id), repositories: ['acme/rocket'] })
    await sync.readInstallation(app.ctx, acme.id)
    const rest = await app.db.repository.findMany({ where: { deletedAt: null } })
    expect(rest.map(({ name }) => name)).toEqual(['rocket'])
    later().setInstallationRepositories({ id: Number(id), repositories: null })
    await sync.readInstallation(app.ctx, acme.id)
    expect((await repositoryNamed('secret-fuel')).deletedAt).toBeNull()
    expect(github.control.countRequests({ path: '/api/v3/installation/repositories' }).total).toBe(
      3,
    )
  })

  test('that GitHub no longer knows is removed, though its webhook was lost', async () => {
    const { app } = setting
    await app.db.organization.update({ where: { id: acme.id }, data: { installationId: 4_242n } })
    await sync.readInstallation(app.ctx, acme.id)
    const row = await app.db.organization.findUniqueOrThrow({ where: { id: acme.id } })
    expect(row).toMatchObject({ installationId: null, deletedAt: expect.any(Date) })
  })

  test('that is suspended is not read: its repositories stop where they are', async () => {
    const { app, github } = setting
    const { id: repositoryId } = await repositoryNamed('rocket')
    const { id } = await openIssue()
    await sync.readInstallation(app.ctx, acme.id)
    const [next] = await pagesOf(repositoryId)
    if (!next) throw new Error('no page waits')
    await app.db.organization.update({ where: { id: acme.id }, data: { status: 'SUSPENDED' } })
    github.control.clearRequests()
    await sync.readPage(app.ctx, next.payload)
    await sync.readIssue(app.ctx, id)
    expect(github.control.countRequests({ path: '/api/v3' }).total).toBe(0)
    const { data } = await app.query(
      '{ repository(owner: "acme", name: "rocket") { sync { state } } }',
    )
    expect(data).toEqual({ repository: { sync: { state: 'STOPPED' } } })
  })
})

describe('reading an issue anew', () => {
  test('refreshes its counters, and remembers when it was asked for', async () => {
    const { app, github } = setting
    const { id, number } = await openIssue()
    expect(await app.db.issue.findUniqueOrThrow({ where: { id } })).toMatchObject({
      totalEngagementCount: 0,
      githubIssueFetchedAt: null,
    })
    later().commentIssue({ repository: 'acme/rocket', number, body: 'Me too', by: 'linus-demo' })
    await sync.readIssue(app.ctx, id)
    const read = await app.db.issue.findUniqueOrThrow({ where: { id } })
    expect(read).toMatchObject({ totalEngagementCount: 1, githubIssueEtag: expect.any(String) })

    github.control.clearRequests()
    const before = new Date()
    await sync.readIssue(app.ctx, id)
    const again = await app.db.issue.findUniqueOrThrow({ where: { id } })
    const path = `/api/v3/repos/acme/rocket/issues/${number}`
    expect(github.control.countRequests({ path }).byStatus).toEqual({ 304: 1 })
    expect(again.githubIssueEtag).toBe(read.githubIssueEtag)
    expect(again.githubIssueFetchedAt?.getTime()).toBeGreaterThanOrEqual(before.getTime())
  })

  test('404: stamped, and stays; 410: deleted', async () => {
    const { app, github } = setting
    const { id, number } = await openIssue()
    const path = `/api/v3/repos/acme/rocket/issues/${number}`
    github.control.failNext({ path, status: 404, times: 1 })
    await sync.readIssue(app.ctx, id)
    expect(await app.db.issue.findUniqueOrThrow({ where: { id } })).toMatchObject({
      deletedAt: null,
      githubIssueFetchedAt: expect.any(Date),
    })
    later().deleteIssue({ repository: 'acme/rocket', number })
    await sync.readIssue(app.ctx, id)
    const { deletedAt } = await app.db.issue.findUniqueOrThrow({ where: { id } })
    expect(deletedAt).toBeInstanceOf(Date)
  })

  test('of one that GitHub leads elsewhere for stores nothing', async () => {
    const { app } = setting
    const { id, number, version } = await openIssue()
    later().transferIssue({ repository: 'acme/rocket', number, to: 'acme/launchpad' })
    await sync.readIssue(app.ctx, id)
    expect(await app.db.issue.findUniqueOrThrow({ where: { id } })).toMatchObject({
      number,
      version,
      githubIssueFetchedAt: expect.any(Date),
    })
    const launchpad = await repositoryNamed('launchpad')
    expect(await app.db.issue.count({ where: { repositoryId: launchpad.id } })).toBe(0)
  })
})

describe('what has not been read for long', () => {
  const hour = 3_600_000
  const jobsNamed = (name: string) => setting.app.db.$queryRaw<{ id: string; late: number }[]>`
    SELECT data -> 'payload' ->> 'issueId' AS id,
      EXTRACT(epoch FROM start_after - created_on)::float AS late
    FROM pgboss.job WHERE name = ${name} AND state = 'created'`

  /** Issues, by when they were asked for; more of them than one run takes. */
  const createIssues = async (fetchedAts: (Date | null)[]) => {
    const { id: repositoryId } = await repositoryNamed('rocket')
    return setting.app.db.issue.createManyAndReturn({
      data: fetchedAts.map((at, index) => ({
        externalId: BigInt(90_000 + index),
        number: 900 + index,
        title: 'Stale',
        state: 'OPEN' as const,
        issueCreatedAt: new Date(),
        issueUpdatedAt: new Date(),
        githubIssueFetchedAt: at,
        githubTimelineFetchedAt: at,
        repositoryId,
        organizationId: acme.id,
      })),
    })
  }

  test.each([
    ['sync.read_issue', sync.refreshIssues],
    ['issue-reference.sync_issue', sync.refreshTimelines],
  ])(
    '%s: a hundred an organization, never asked first, spread over five minutes, once',
    async (name, refresh) => {
      const { app } = setting
      const ago = (hours: number) => new Date(Date.now() - hours * hour)
      const rows = await createIssues([ago(1), ago(13), null, ...Array(99).fill(ago(14))])
      await refresh(app.ctx)
      await refresh(app.ctx)
      const jobs = await jobsNamed(name)
      expect(jobs).toHaveLength(100)
      const asked = new Set(jobs.map(({ id }) => id))
      const [fresh, stale, never, ...stalest] = rows.map(({ id }) => id)
      expect([fresh, stale, never].map((id) => asked.has(id ?? ''))).toEqual([false, false, true])
      expect(stalest.every((id) => asked.has(id))).toBe(true)
      const late = jobs.map((job) => job.late)
      expect(Math.max(...late)).toBeLessThanOrEqual(301)
      expect(Math.max(...late) - Math.min(...late)).toBeGreaterThan(60)
    },
  )

  test.each([
    ['of a suspended installation', () => ({ status: 'SUSPENDED' as const })],
    ['without the App', () => ({ installationId: null })],
    ['of an organization that is gone', () => ({ deletedAt: new Date() })],
  ])('%s waits', async (_name, change) => {
    const { app } = setting
    await createIssues([null])
    await app.db.organization.update({ where: { id: acme.id }, data: change() })
    await sync.refreshIssues(app.ctx)
    await sync.refreshTimelines(app.ctx)
    expect(await jobsNamed('sync.read_issue')).toEqual([])
    expect(await jobsNamed('issue-reference.sync_issue')).toEqual([])
  })

  test('is not asked for when it is deleted, or its repository is', async () => {
    const { app } = setting
    const [first, second] = await createIssues([null, null])
    await app.db.issue.update({ where: { id: first?.id ?? '' }, data: { deletedAt: new Date() } })
    await app.db.repository.update({
      where: { id: second?.repositoryId ?? '' },
      data: { deletedAt: new Date() },
    })
    await sync.refreshIssues(app.ctx)
    expect(await jobsNamed('sync.read_issue')).toEqual([])
  })

  test('waits while fewer than 1,000 requests are left, or that can’t be read', async () => {
    const { app, github } = setting
    await createIssues([null])
    const path = '/api/v3/rate_limit'
    const resources = { core: { limit: 5_000, remaining: 999, reset: 1, used: 4_001 } }
    github.control.failNext({ path, status: 200, body: { resources }, times: 1 })
    await sync.refreshIssues(app.ctx)
    expect(await jobsNamed('sync.read_issue')).toEqual([])
    github.control.failNext({ path, status: 404, times: 1 })
    await sync.refreshIssues(app.ctx)
    expect(await jobsNamed('sync.read_issue')).toEqual([])
    await sync.refreshIssues(app.ctx)
    expect(await jobsNamed('sync.read_issue')).toHaveLength(1)
  })
})

describe('repositorySyncUpdated', () => {
  const document = (argument: string) =>
    `subscription { repositorySyncUpdated(${argument}) { repository { name sync { state } } } }`

  test('tells members how a private repository is read, and others of public ones alone', async () => {
    const { app } = setting
    const { id: userId } = await createUser(app.db)
    await createMembership(app.db, { userId, organizationId: acme.id })
    const { cookie } = await app.signIn(userId)
    const query = document(`organizationId: "${encodeId('Organization', acme.id)}"`)
    const member = subscribe(app.address, query, { cookie })
    const stranger = subscribe(app.address, query)
    await Promise.all([member.opened, stranger.opened])
    await readWhole((await repositoryNamed('secret-fuel')).id)
    expect(await member.next()).toMatchObject({
      data: { repositorySyncUpdated: { repository: { name: 'secret-fuel' } } },
    })
    await readWhole((await repositoryNamed('rocket')).id)
    expect(await stranger.next()).toMatchObject({
      data: { repositorySyncUpdated: { repository: { name: 'rocket' } } },
    })
    member.close()
    stranger.close()
  })

  test.each(['none', 'both'])(
    'with %s of repository and organization is BAD_USER_INPUT',
    async (which) => {
      const repositoryId = encodeId('Repository', (await repositoryNamed('rocket')).id)
      const organizationId = encodeId('Organization', acme.id)
      const both = `(repositoryId: "${repositoryId}", organizationId: "${organizationId}")`
      const given = which === 'none' ? '' : both
      const { next, close } = subscribe(
        setting.app.address,
        `subscription { repositorySyncUpdated${given} { repository { name } } }`,
      )
      expect(await next()).toMatchObject({
        errors: [
          {
            message: 'Give either `repositoryId` or `organizationId`',
            extensions: { code: 'BAD_USER_INPUT' },
          },
        ],
      })
      close()
    },
  )
})
