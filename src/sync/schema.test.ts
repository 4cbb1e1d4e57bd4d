import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { deadLetterQueue } from '#lib/queue.ts'
import { createMembership, createUser } from '../../test/demo.ts'
import { startWithGithub } from '../../test/github-sandbox.ts'
import { subscribe } from '../../test/sse.ts'

let setting: Awaited<ReturnType<typeof startWithGithub>>
let organizationId: string
let admin: { cookie: string }
let member: { cookie: string }
let outsider: { cookie: string }

const idOf = async (name: string) => {
  const { id } = await setting.app.db.repository.findFirstOrThrow({ where: { name } })
  return encodeId('Repository', id)
}

beforeAll(async () => {
  setting = await startWithGithub({}, { worker: true })
  const { app, github } = setting
  const installation = github.world.installations[0]
  github.control.acceptPermissions({ id: installation?.id ?? 0, permissions: null })
  const read = () => app.db.repositorySync.count({ where: { state: 'COMPLETED' } })
  await vi.waitFor(async () => expect(await read()).toBe(6), { timeout: 25_000 })
  const { id } = await app.db.organization.findFirstOrThrow({ where: { login: 'acme' } })
  organizationId = encodeId('Organization', id)
  const people = await Promise.all(
    [true, false, null].map(async (isAdmin) => {
      const user = await createUser(app.db)
      if (isAdmin !== null) {
        await createMembership(app.db, { userId: user.id, organizationId: id, isAdmin })
      }
      return app.signIn(user.id)
    }),
  )
  const [first, second, third] = people
  if (!first || !second || !third) throw new Error('Three people are there')
  admin = first
  member = second
  outsider = third
})
afterAll(() => setting.stop())

type Answer = Record<string, unknown>

const syncRepository = async (repositoryId: string, headers: { cookie: string }) => {
  const { data } = await setting.app.query<{ syncRepository: Answer }, object>(
    `mutation { syncRepository(input: { repositoryId: "${repositoryId}" }) {
       __typename
       ... on SyncRepositoryPayload { repository { name sync { state } } }
     } }`,
    {},
    headers,
  )
  return data?.syncRepository
}

const syncRepositories = async (headers: { cookie: string }) => {
  const { data } = await setting.app.query<{ syncRepositories: Answer }, object>(
    `mutation { syncRepositories(input: { organizationId: "${organizationId}" }) {
       __typename
       ... on SyncRepositoriesPayload { organization { login } }
     } }`,
    {},
    headers,
  )
  return data?.syncRepositories
}

describe('after the App was installed', () => {
  test('every repository is there with its open issues and pull requests', async () => {
    const { data } = await setting.app.query(
      `{ organization(login: "acme") { repositories(first: 5) { nodes {
           name isPrivate
           sync { state syncedIssues openIssues syncedPullRequests }
           issues(states: [OPEN]) { totalCount }
           pullRequests { totalCount }
         } } } }`,
      {},
      admin,
    )
    expect(data).toMatchObject({
      organization: {
        repositories: {
          nodes: [
            { name: 'launchpad', issues: { totalCount: 9 }, sync: { state: 'COMPLETED' } },
            {
              name: 'rocket',
              issues: { totalCount: 45 },
              sync: { state: 'COMPLETED', syncedPullRequests: expect.any(Number) },
            },
            { name: 'secret-fuel', isPrivate: true, issues: { totalCount: 3 } },
          ],
        },
      },
    })
  })

  test('no job failed', async () => {
    expect(await setting.app.app.queue.boss.findJobs(deadLetterQueue)).toEqual([])
  })
})

describe('reading again', () => {
  test('an admin has a repository read; who follows it hears how far it is', async () => {
    const id = await idOf('launchpad')
    const { opened, next, close } = subscribe(
      setting.app.address,
      `subscription { repositorySyncUpdated(repositoryId: "${id}") {
         repository { name sync { state } }
       } }`,
    )
    await opened
    expect(await syncRepository(id, admin)).toMatchObject({
      __typename: 'SyncRepositoryPayload',
      repository: { name: 'launchpad' },
    })
    expect(await next()).toMatchObject({
      data: { repositorySyncUpdated: { repository: { name: 'launchpad' } } },
    })
    close()
  })

  test('an admin has all repositories read: one that GitHub took away is out of reach', async () => {
    const { control } = setting.github
    control.changeWebhooks({ isPaused: true })
    control.deleteRepository({ repository: 'acme/launchpad' })
    expect(await syncRepositories(admin)).toEqual({
      __typename: 'SyncRepositoriesPayload',
      organization: { login: 'acme' },
    })
    const launchpad = () =>
      setting.app.query('{ repository(owner: "acme", name: "launchpad") { name } }')
    await expect
      .poll(async () => (await launchpad()).data, { timeout: 20_000 })
      .toEqual({ repository: null })
  })

  test('a member may not, and an outsider does not learn of a private repository', async () => {
    const [open, hidden] = [await idOf('rocket'), await idOf('secret-fuel')]
    expect(await syncRepository(open, member)).toEqual({ __typename: 'NotAnOrganizationAdmin' })
    expect(await syncRepository(open, outsider)).toEqual({ __typename: 'NotAnOrganizationAdmin' })
    expect(await syncRepository(hidden, member)).toEqual({ __typename: 'NotAnOrganizationAdmin' })
    expect(await syncRepository(hidden, outsider)).toEqual({ __typename: 'RepositoryNotFound' })
    expect(await syncRepositories(outsider)).toEqual({ __typename: 'NotAnOrganizationAdmin' })
  })

  test('not while the App is suspended', async () => {
    await setting.app.db.organization.updateMany({ data: { status: 'SUSPENDED' } })
    const id = await idOf('rocket')
    expect(await syncRepository(id, admin)).toEqual({ __typename: 'OrganizationNotInstalled' })
    expect(await syncRepositories(admin)).toEqual({ __typename: 'OrganizationNotInstalled' })
  })
})
