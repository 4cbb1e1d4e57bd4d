import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startMarker } from '#lib/badge-markers.ts'
import { encodeId } from '#lib/ids.ts'
import { type BadgeWorld, startBadgeWorld } from '../../test/badges.ts'
import { graphql } from '../../test/generated/gql.ts'

let world: BadgeWorld

beforeAll(async () => {
  world = await startBadgeWorld()
})
afterAll(() => world.stop())

const update = graphql(`
  mutation SwitchAutoEmbed($input: UpdateBadgeSettingsInput!) {
    updateBadgeSettings(input: $input) {
      __typename
    }
  }
`)

type Wish = { autoEmbed: boolean; retroactive?: boolean; repositoryId?: string }

/** What an admin does in the settings. */
const set = async ({ autoEmbed, retroactive = true, repositoryId = world.rocket.id }: Wish) => {
  world.tick()
  const { data } = await world.app.query(
    update,
    {
      input: {
        organizationId: encodeId('Organization', world.organization.id),
        showAmount: true,
        minimumAmount: { amount: 2000, currency: 'USD' },
        message: '',
        repositories: [
          { repositoryId: encodeId('Repository', repositoryId), autoEmbed, retroactive },
        ],
      },
    },
    world.ada.headers,
  )
  expect(data?.updateBadgeSettings).toEqual({ __typename: 'UpdateBadgeSettingsPayload' })
}

const latest = () =>
  world.app.db.badgeRun.findFirstOrThrow({ orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })

const badgesOf = async (number: number) =>
  (await world.textOf(number)).split(startMarker).length - 1

beforeEach(async () => {
  await world.app.db.badgeRun.deleteMany()
  await world.app.db.issue.deleteMany()
  await world.app.db.repository.updateMany({ data: { pledgeBadgeAutoEmbed: false } })
  world.github.control.clearRequests()
  world.github.control.clearFailures()
})

describe('switching it on for the issues that are there', () => {
  test('gives a badge to open ones that never had one, the longest unchanged first', async () => {
    const [first = 0, second = 0, third = 0, closed = 0, gone = 0, had = 0] =
      await world.createIssues(6)
    const { db } = world.app
    await db.issue.updateMany({ where: { number: closed }, data: { state: 'CLOSED' } })
    await db.issue.updateMany({ where: { number: gone }, data: { deletedAt: new Date() } })
    await db.issue.updateMany({ where: { number: had }, data: { pledgeBadgeEverEmbedded: true } })
    await db.issue.updateMany({
      where: { number: first },
      data: { issueUpdatedAt: new Date(Date.now() - 500) },
    })
    await set({ autoEmbed: true })
    await world.settled()
    expect(world.writes()).toEqual([second, third, first])
    for (const number of [first, second, third]) expect(await badgesOf(number)).toBe(1)
    expect(await latest()).toMatchObject({
      action: 'EMBED',
      state: 'COMPLETED',
      totalCount: 3,
      changedCount: 3,
      skippedCount: 0,
      failedCount: 0,
      issueIds: [],
      completedAt: expect.any(Date),
    })
  })

  test('counts an issue that GitHub does not let us change, and goes on', async () => {
    const [first, second = 0, third] = await world.createIssues(3)
    const path = `/api/v3/repos/acme/rocket/issues/${second}`
    world.github.control.failNext({ path, exact: true, status: 410, times: 'always' })
    await set({ autoEmbed: true })
    await world.settled()
    expect(world.writes()).toEqual([first, third])
    expect(await latest()).toMatchObject({
      state: 'COMPLETED',
      changedCount: 2,
      failedCount: 1,
    })
  })

  test('waits while GitHub’s limit lasts, and goes on from there', async () => {
    const numbers = await world.createIssues(2)
    const path = `/api/v3/repos/acme/rocket/issues/${numbers[1]}`
    world.github.control.failNext({ path, limit: { kind: 'secondary', seconds: 1 } })
    await set({ autoEmbed: true })
    await world.settled()
    for (const number of numbers) expect(await badgesOf(number)).toBe(1)
    expect(await latest()).toMatchObject({ changedCount: 2, failedCount: 0 })
  })

  test('does nothing to them in a private repository, unless asked, or if nothing changes', async () => {
    await set({ autoEmbed: true, repositoryId: world.secretFuel.id })
    await set({ autoEmbed: true, retroactive: false })
    await set({ autoEmbed: true, retroactive: true })
    expect(await world.app.db.badgeRun.count()).toBe(0)
    expect(await world.app.db.repository.count({ where: { pledgeBadgeAutoEmbed: true } })).toBe(2)
  })

  test('does nothing while the installation is suspended', async () => {
    await world.createIssues(1)
    const { id } = world.organization
    await world.app.db.organization.update({ where: { id }, data: { status: 'SUSPENDED' } })
    await set({ autoEmbed: true })
    await world.settled()
    await world.app.db.organization.update({ where: { id }, data: { status: 'ACTIVE' } })
    expect(await latest()).toMatchObject({ state: 'COMPLETED', totalCount: 0 })
    expect(world.writes()).toEqual([])
  })
})

describe('switching it off for the issues that are there', () => {
  test('takes the badge off, but not from those with the label', async () => {
    const [plain = 0, labelled = 0] = await world.createIssues(2)
    await set({ autoEmbed: true })
    await world.settled()
    world.tick()
    world.github.control.labelIssue({
      repository: 'acme/rocket',
      number: labelled,
      label: 'FUND',
    })
    await world.settled()

    await set({ autoEmbed: false })
    await world.settled()
    expect(await world.textOf(plain)).toBe('Please.')
    expect(await badgesOf(labelled)).toBe(1)
    expect(await latest()).toMatchObject({ action: 'REMOVE', totalCount: 1, changedCount: 1 })

    await set({ autoEmbed: true })
    await world.settled()
    expect(await badgesOf(plain)).toBe(0)
  })

  test('leaves those that never had one free to get one later', async () => {
    const [number = 0] = await world.createIssues(1)
    await set({ autoEmbed: true, retroactive: false })
    await set({ autoEmbed: false })
    await world.settled()
    await set({ autoEmbed: true })
    await world.settled()
    expect(await badgesOf(number)).toBe(1)
  })

  test('supersedes a run that is not through', async () => {
    const numbers = await world.createIssues(5)
    world.github.control.failNext({
      path: '/api/v3/repos/acme/rocket/issues',
      method: 'PATCH',
      times: 'always',
      delayMs: 50,
    })
    await set({ autoEmbed: true })
    await expect.poll(() => world.writes().length, { interval: 5 }).toBeGreaterThan(0)
    await set({ autoEmbed: false })
    await world.settled()
    for (const number of numbers) expect(await badgesOf(number)).toBe(0)
    const runs = await world.app.db.badgeRun.findMany({ orderBy: { createdAt: 'asc' } })
    expect(runs.map(({ action, state }) => [action, state])).toEqual([
      ['EMBED', 'SUPERSEDED'],
      ['REMOVE', 'COMPLETED'],
    ])
  })
})

test('writing them anew brings the message of now, only where a badge is', async () => {
  const [plain = 0, bare = 0] = await world.createIssues(2)
  const { db } = world.app
  await db.issue.updateMany({ where: { number: bare }, data: { pledgeBadgeEverEmbedded: true } })
  await set({ autoEmbed: true })
  await world.settled()
  await db.organization.updateMany({ data: { defaultBadgeCustomContent: 'Our own words' } })
  world.tick()
  const { data } = await world.app.query(
    graphql(`
      mutation Rerender($repositoryId: ID!) {
        updateRepositoryBadges(input: { repositoryId: $repositoryId }) {
          ... on UpdateRepositoryBadgesPayload {
            badgeRun {
              id
              action
              repository {
                name
              }
            }
          }
        }
      }
    `),
    { repositoryId: encodeId('Repository', world.rocket.id) },
    world.ada.headers,
  )
  await world.settled()
  expect(await world.textOf(plain)).toContain('Our own words')
  expect(await badgesOf(plain)).toBe(1)
  expect(await badgesOf(bare)).toBe(0)

  const run = data?.updateRepositoryBadges
  const id = run && 'badgeRun' in run ? run.badgeRun.id : ''
  const answer = await world.app.query(
    `query ($id: ID!) { node(id: $id) { ... on BadgeRun { state progress issueCount changedCount } } }`,
    { id },
    world.ada.headers,
  )
  expect(answer.data).toEqual({
    node: { state: 'COMPLETED', progress: 1, issueCount: 1, changedCount: 1 },
  })
})
