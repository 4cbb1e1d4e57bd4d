import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import * as oauthAccounts from '#oauth-account/service.ts'
import * as tokens from '#token/service.ts'
import { type BadgeWorld, startBadgeWorld } from '../../test/badges.ts'
import { createIssue, createMembership, createRepository, createUser } from '../../test/demo.ts'

let world: BadgeWorld
let staff: Record<string, string>
let member: Record<string, string>
let outsider: Record<string, string>

const headersOf = async (userId: string) => ({ cookie: (await world.app.signIn(userId)).cookie })

beforeAll(async () => {
  world = await startBadgeWorld({ settings: { STAFF: 'boss' } })
  const { db } = world.app
  staff = await headersOf((await createUser(db, { login: 'boss' })).id)
  outsider = await headersOf((await createUser(db)).id)
  const { id: userId } = await createUser(db)
  await createMembership(db, { userId, organizationId: world.organization.id })
  member = await headersOf(userId)
})
afterAll(() => world.stop())

type Answer = { data?: Record<string, never> | null; errors?: { extensions: { code: string } }[] }

const ask = async (query: string, variables: object, headers: Record<string, string>) =>
  (await world.app.query<object, object>(query, variables, headers)) as Answer

/** What a mutation with one input answers: the name of the type, and what an error says. */
const change = async (
  name: string,
  input: object,
  headers: Record<string, string> = world.ada.headers,
) => {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`
  const document = `mutation ($input: ${type}!) { result: ${name}(input: $input) {
    __typename ... on Error { code path } } }`
  const { data, errors } = await ask(document, { input }, headers)
  return data?.result ?? errors?.[0]?.extensions.code
}

const issueId = (id: string) => encodeId('Issue', id)

describe('badge settings', () => {
  const settings = `query ($login: String!) { organization(login: $login) { badgeSettings {
    showAmount minimumAmount { amount currency } message
    repositories(first: 100) { totalCount nodes {
      repository { name } autoEmbed label openIssueCount syncedIssueCount isSyncCompleted
      pullRequestCount autoEmbeddedIssueCount labelEmbeddedIssueCount
      latestBadgeRun { action state progress repository { name } } } } } } }`

  const of = async (headers: Record<string, string>) =>
    (await ask(settings, { login: 'acme' }, headers)).data?.organization

  beforeEach(async () => {
    await world.app.db.issue.deleteMany()
    await world.app.db.badgeRun.deleteMany()
    await world.app.db.repository.deleteMany({ where: { name: { startsWith: 'extra' } } })
  })

  test('are shown to admins: what they are, and how many issues of each repository have one', async () => {
    const { db } = world.app
    const place = { organizationId: world.organization.id, repositoryId: world.rocket.id }
    const badge = { pledgeBadgeEmbeddedAt: new Date() }
    const issues = [
      {},
      badge,
      { ...badge, hasPledgeBadgeLabel: true },
      { ...badge, hasPledgeBadgeLabel: true },
      { ...badge, state: 'CLOSED' as const },
      { ...badge, deletedAt: new Date() },
    ]
    for (const [index, columns] of issues.entries()) {
      const { id } = await createIssue(db, { ...place, number: 9_000 + index })
      await db.issue.update({ where: { id }, data: columns })
    }
    await db.repository.update({ where: { id: world.rocket.id }, data: { openIssuesCount: 6 } })
    await db.badgeRun.create({
      data: { repositoryId: world.rocket.id, action: 'REMOVE', state: 'COMPLETED' },
    })
    await db.badgeRun.create({
      data: {
        repositoryId: world.rocket.id,
        action: 'EMBED',
        state: 'RUNNING',
        totalCount: 4,
        changedCount: 2,
        failedCount: 1,
      },
    })
    const none = { autoEmbeddedIssueCount: 0, labelEmbeddedIssueCount: 0, pullRequestCount: 0 }
    expect(await of(world.ada.headers)).toEqual({
      badgeSettings: {
        showAmount: true,
        minimumAmount: { amount: 2000, currency: 'USD' },
        message: expect.stringMatching(/^## Upvote & Fund\n\n- We use \[Polar\]/),
        repositories: {
          totalCount: 2,
          nodes: [
            {
              repository: { name: 'rocket' },
              autoEmbed: false,
              label: 'Fund',
              openIssueCount: 6,
              syncedIssueCount: 4,
              isSyncCompleted: false,
              pullRequestCount: 0,
              autoEmbeddedIssueCount: 1,
              labelEmbeddedIssueCount: 2,
              latestBadgeRun: {
                action: 'EMBED',
                state: 'RUNNING',
                progress: 0.75,
                repository: { name: 'rocket' },
              },
            },
            {
              repository: { name: 'secret-fuel' },
              autoEmbed: false,
              label: 'Fund',
              openIssueCount: 0,
              syncedIssueCount: 0,
              isSyncCompleted: true,
              ...none,
              latestBadgeRun: null,
            },
          ],
        },
      },
    })
  })

  test('are nobody else’s business', async () => {
    for (const headers of [{}, outsider, member, staff]) {
      expect(await of(headers)).toEqual({ badgeSettings: null })
    }
  })

  test('take the same statements for two repositories as for fifty', async () => {
    const count = async () =>
      (await world.app.statementsDuring(() => of(world.ada.headers))).statements.length
    const before = await count()
    for (let index = 0; index < 48; index++) {
      const { id: repositoryId } = await createRepository(world.app.db, {
        organizationId: world.organization.id,
        name: `extra-${index}`,
      })
      await world.app.db.badgeRun.create({ data: { repositoryId, action: 'UPDATE' } })
    }
    expect(await count()).toBe(before)
  })

  const input = (more: object = {}) => ({
    organizationId: encodeId('Organization', world.organization.id),
    showAmount: false,
    minimumAmount: { amount: 500, currency: 'USD' },
    message: 'Please',
    ...more,
  })

  test('are changed by admins; an empty message changes none', async () => {
    expect(await change('updateBadgeSettings', input())).toEqual({
      __typename: 'UpdateBadgeSettingsPayload',
    })
    expect(await change('updateBadgeSettings', input({ message: ' ' }))).toMatchObject({
      __typename: 'UpdateBadgeSettingsPayload',
    })
    expect(await of(world.ada.headers)).toMatchObject({
      badgeSettings: { showAmount: false, minimumAmount: { amount: 500 }, message: 'Please' },
    })
    await world.app.db.organization.updateMany({ data: { defaultBadgeCustomContent: null } })
  })

  test('are not changed by others, nor to what can’t be', async () => {
    const foreign = await createRepository(world.app.db, {
      organizationId: (
        await world.app.db.organization.create({
          data: { externalId: 1n, login: 'other', avatarUrl: 'https://x.test', isPersonal: false },
        })
      ).id,
    })
    const wish = (id: string) => ({
      repositories: [{ repositoryId: encodeId('Repository', id), autoEmbed: true }],
    })
    const cases: [object, Record<string, string>, unknown][] = [
      [{}, {}, 'UNAUTHENTICATED'],
      [{}, member, { __typename: 'NotAnOrganizationAdmin', code: 'FORBIDDEN', path: null }],
      [
        wish(foreign.id),
        world.ada.headers,
        {
          __typename: 'RepositoryNotInOrganization',
          code: 'BAD_USER_INPUT',
          path: ['repositories', '0', 'repositoryId'],
        },
      ],
      [
        { minimumAmount: { amount: -1, currency: 'USD' } },
        world.ada.headers,
        { __typename: 'MinimumAmountInvalid', code: 'BAD_USER_INPUT', path: ['minimumAmount'] },
      ],
      [
        { message: 'x'.repeat(10_001) },
        world.ada.headers,
        { __typename: 'MessageInvalid', code: 'BAD_USER_INPUT', path: ['message'] },
      ],
    ]
    for (const [more, headers, expected] of cases) {
      expect(await change('updateBadgeSettings', input(more), headers)).toEqual(expected)
    }
    const twice = wish(world.rocket.id).repositories
    expect(await change('updateBadgeSettings', input({ repositories: [...twice, ...twice] }))).toBe(
      'BAD_USER_INPUT',
    )
    expect(await world.app.db.repository.count({ where: { pledgeBadgeAutoEmbed: true } })).toBe(0)
  })
})

describe('the badge of one issue', () => {
  test('can be looked at before it is written, by admins', async () => {
    const { id } = await world.openIssue()
    const preview = async (headers: Record<string, string>, message?: string) => {
      const document = `query ($id: ID!, $message: String) { node(id: $id) { ... on Issue {
        badgeMessage hasPledgeBadgeLabel badgePreview(message: $message) { markdown html } } } }`
      return (await ask(document, { id: issueId(id), message }, headers)).data?.node
    }
    expect(await preview(outsider)).toEqual({
      badgeMessage: null,
      hasPledgeBadgeLabel: false,
      badgePreview: null,
    })
    expect(await preview(world.ada.headers, 'Fund <script>alert(1)</script>**me**')).toMatchObject({
      badgePreview: {
        markdown: expect.stringMatching(
          /^<!-- POLAR PLEDGE BADGE START -->\nFund <script>alert\(1\)<\/script>\*\*me\*\*\n\n<a href=/,
        ),
        html: expect.stringMatching(/^<p>Fund <strong>me<\/strong><\/p>\n<a href="https:\/\/polar/),
      },
    })
  })

  test('comes and goes with the label, which admins and staff change', async () => {
    const { id, number } = await world.openIssue()
    world.tick()
    expect(await change('addIssueBadge', { issueId: issueId(id) }, staff)).toEqual({
      __typename: 'AddIssueBadgePayload',
    })
    await world.settled()
    expect(await world.row(id)).toMatchObject({
      hasPledgeBadgeLabel: true,
      pledgeBadgeEmbeddedAt: expect.any(Date),
    })
    world.tick()
    for (let times = 0; times < 2; times++) {
      expect(await change('removeIssueBadge', { issueId: issueId(id) })).toEqual({
        __typename: 'RemoveIssueBadgePayload',
      })
    }
    await world.settled()
    expect(await world.textOf(number)).toBe('It stays on the ground.')
  })

  test('is the repository’s decision where it gives badges by itself: staff may not', async () => {
    const { id } = await world.openIssue()
    const { db } = world.app
    const where = { id: world.rocket.id }
    await db.repository.update({ where, data: { pledgeBadgeAutoEmbed: true } })
    for (const name of ['addIssueBadge', 'removeIssueBadge']) {
      expect(await change(name, { issueId: issueId(id) }, staff)).toMatchObject({
        __typename: 'RepositoryEmbedsBadges',
      })
    }
    await db.repository.update({ where, data: { pledgeBadgeAutoEmbed: false } })
  })

  test('has a message of its own if an admin writes one', async () => {
    const { id, number } = await world.openIssue()
    const input = { issueId: issueId(id), message: 'Fund **this** one' }
    expect(await change('embedIssueBadge', { ...input, message: '  ' })).toMatchObject({
      __typename: 'MessageInvalid',
    })
    expect(await change('embedIssueBadge', input)).toEqual({
      __typename: 'EmbedIssueBadgePayload',
    })
    await world.settled()
    expect(await world.textOf(number)).toMatch(/START -->\nFund \*\*this\*\* one\n\n<a href/)
    expect(await world.row(id)).toMatchObject({ badgeCustomContent: 'Fund **this** one' })
  })

  test('can’t be changed while the installation is suspended', async () => {
    const { id } = await world.openIssue()
    const { db } = world.app
    const where = { id: world.organization.id }
    await db.organization.update({ where, data: { status: 'SUSPENDED' } })
    const input = { issueId: issueId(id) }
    for (const [name, more] of [
      ['addIssueBadge', {}],
      ['embedIssueBadge', { message: 'x' }],
    ] as const) {
      expect(await change(name, { ...input, ...more })).toMatchObject({
        __typename: 'BadgeUnavailable',
        code: 'FORBIDDEN',
      })
    }
    await db.organization.update({ where, data: { status: 'ACTIVE' } })
  })

  test('is nobody else’s to change, and what they may not see is not there', async () => {
    const open = await world.openIssue()
    const hidden = await world.openIssue({ repository: 'acme/secret-fuel' })
    const message = { message: 'x' }
    for (const [name, more] of [
      ['addIssueBadge', {}],
      ['removeIssueBadge', {}],
      ['embedIssueBadge', message],
      ['commentOnIssue', message],
    ] as const) {
      const on = (id: string, headers: Record<string, string>) =>
        change(name, { issueId: issueId(id), ...more }, headers)
      expect(await on(open.id, {})).toBe('UNAUTHENTICATED')
      expect(await on(open.id, outsider)).toMatchObject({ __typename: 'NotAnOrganizationAdmin' })
      expect(await on(hidden.id, outsider)).toMatchObject({ __typename: 'IssueNotFound' })
      expect(await on(hidden.id, member)).toMatchObject({ __typename: 'NotAnOrganizationAdmin' })
    }
  })

  test('is not a token’s to change that may only read', async () => {
    const { id } = await world.openIssue()
    const { token } = await tokens.create(world.app.ctx, world.ada.id, {
      name: 'reads',
      scopes: ['issues:read'],
      expiresAt: null,
    })
    const headers = { authorization: `Bearer ${token}` }
    expect(await change('addIssueBadge', { issueId: issueId(id) }, headers)).toBe('FORBIDDEN')
  })

  test('what GitHub refuses is said so', async () => {
    const { id, number } = await world.openIssue()
    world.github.control.failNext({
      path: `/api/v3/repos/acme/rocket/issues/${number}/labels`,
      status: 403,
    })
    expect(await change('addIssueBadge', { issueId: issueId(id) })).toMatchObject({
      __typename: 'RefusedByGithub',
    })
  })
})

describe('a comment', () => {
  test('is written in the name of who asks, with the badge below it if wished', async () => {
    const { id, number } = await world.openIssue()
    const input = { issueId: issueId(id), message: 'Look here.\n', appendBadge: true }
    expect(await change('commentOnIssue', input)).toMatchObject({
      __typename: 'GithubNotConnected',
    })

    const { token, expiresAt, refreshToken, refreshTokenExpiresAt } = (await world.github.signIn(
      'ada-demo',
    )) as unknown as Record<string, string>
    await world.app.ctx.transaction((tx) =>
      oauthAccounts.connect(
        tx,
        world.ada.id,
        { accountId: 1n, accountLogin: 'ada-demo', accountEmail: 'ada@example.com' },
        {
          accessToken: token ?? '',
          refreshToken: refreshToken ?? '',
          expiresAt: new Date(expiresAt ?? ''),
          refreshTokenExpiresAt: new Date(refreshTokenExpiresAt ?? ''),
        },
      ),
    )
    const { data } = await ask(
      `mutation ($input: CommentOnIssueInput!) { commentOnIssue(input: $input) {
        ... on CommentOnIssuePayload { url } } }`,
      { input },
      world.ada.headers,
    )
    expect(data?.commentOnIssue).toEqual({
      url: expect.stringContaining(`/acme/rocket/issues/${number}#issuecomment-`),
    })
    const octokit = await world.github.octokitOf('ada-demo')
    const comments = await octokit.request(
      'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      { owner: 'acme', repo: 'rocket', issue_number: number },
    )
    expect(comments.data).toHaveLength(1)
    expect(comments.data[0]?.user?.login).toBe('ada-demo')
    expect(comments.data[0]?.body).toMatch(
      /^Look here\.\n\n<!-- POLAR PLEDGE BADGE START -->\n<a href="https:\/\/polar\.test\/acme/,
    )
  })
})

describe('runs over a repository', () => {
  const document = `query ($id: ID!) { node(id: $id) { ... on Repository {
    badgeRuns(first: 10) { totalCount nodes { id action } } } } }`

  test('are started by admins and staff, and seen by them alone', async () => {
    await world.app.db.badgeRun.deleteMany()
    const repositoryId = encodeId('Repository', world.rocket.id)
    for (const headers of [world.ada.headers, staff]) {
      expect(await change('updateRepositoryBadges', { repositoryId }, headers)).toEqual({
        __typename: 'UpdateRepositoryBadgesPayload',
      })
    }
    expect(await change('updateRepositoryBadges', { repositoryId }, outsider)).toMatchObject({
      __typename: 'NotAnOrganizationAdmin',
    })
    const hidden = { repositoryId: encodeId('Repository', world.secretFuel.id) }
    expect(await change('updateRepositoryBadges', hidden, outsider)).toMatchObject({
      __typename: 'RepositoryNotFound',
    })
    const seenBy = async (headers: Record<string, string>) => {
      const { data } = await ask(document, { id: repositoryId }, headers)
      return (data?.node as { badgeRuns: { totalCount: number } } | undefined)?.badgeRuns.totalCount
    }
    expect(await seenBy(world.ada.headers)).toBe(2)
    expect(await seenBy(staff)).toBe(2)
    for (const headers of [{}, outsider, member]) expect(await seenBy(headers)).toBe(0)
    await world.settled()
  })
})
