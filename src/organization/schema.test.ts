import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Organization } from '#generated/prisma/client.ts'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import {
  createIssue,
  createMembership,
  createOrganization,
  createRepository,
  createUser,
} from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import type { UpdateOrganizationInput } from '../../test/generated/graphql.ts'
import { subscribe } from '../../test/sse.ts'

const UpdateOrganization = graphql(`
  mutation UpdateOrganization($input: UpdateOrganizationInput!) {
    updateOrganization(input: $input) {
      __typename
      ... on UpdateOrganizationPayload {
        organization {
          pledgeMinimumAmount { amount }
          pledgeBadgeShowAmount
          defaultBadgeCustomContent
          defaultUpfrontSplitToContributors
          billingEmail
          totalMonthlySpendingLimit { amount }
          perUserMonthlySpendingLimit { amount }
          onboardedAt
        }
      }
      ... on Error { code path }
    }
  }
`)

const OrganizationSearch = graphql(`
  query OrganizationSearch($query: String, $first: Int) {
    organizations(query: $query, first: $first) { totalCount nodes { login } }
  }
`)

const ViewerOrganizations = graphql(`
  query ViewerOrganizations($isAdmin: Boolean!) {
    viewer { organizations(isAdmin: $isAdmin) { totalCount nodes { login } } }
  }
`)

const PrivateFields = graphql(`
  query PrivateFields($owner: String!) {
    organization(login: $owner) {
      billingEmail
      onboardedAt
      totalMonthlySpendingLimit { amount currency }
      perUserMonthlySpendingLimit { amount }
    }
    issue(owner: $owner, repository: "rocket", number: 1) {
      repository { organization { billingEmail totalMonthlySpendingLimit { amount } } }
    }
  }
`)

let app: TestApp
let acme: Organization
let other: Organization
const people: Record<string, { cookie: string }> = {}
const ids: Record<string, string> = {}

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  acme = await createOrganization(app.db, { login: 'Acme' })
  other = await createOrganization(app.db, { login: 'acme_labs' })
  await app.db.organization.update({
    where: { id: acme.id },
    data: {
      name: 'Rockets 100% reusable',
      billingEmail: 'bills@acme.example',
      totalMonthlySpendingLimit: 50_000n,
      perUserMonthlySpendingLimit: 10_000n,
      onboardedAt: new Date('2026-01-01T00:00:00Z'),
    },
  })
  const { id: repositoryId } = await createRepository(app.db, {
    organizationId: acme.id,
    name: 'rocket',
  })
  await createIssue(app.db, { organizationId: acme.id, repositoryId, number: 1 })
  for (const login of ['admin', 'member', 'outsider']) {
    const { id: userId } = await createUser(app.db, { login })
    people[login] = { cookie: (await app.signIn(userId)).cookie }
    ids[login] = userId
    if (login === 'outsider') continue
    const isAdmin = login === 'admin'
    await createMembership(app.db, { userId, organizationId: acme.id, isAdmin })
  }
  const { admin: userId = '' } = ids
  await createMembership(app.db, { userId, organizationId: other.id })
})
afterAll(() => app.stop())

const update = async (input: Partial<UpdateOrganizationInput>, login = 'admin') => {
  const organizationId = encodeId('Organization', acme.id)
  const { data, errors } = await app.query(
    UpdateOrganization,
    { input: { organizationId, ...input } },
    people[login],
  )
  return data?.updateOrganization ?? errors?.[0]?.extensions
}

const usd = (amount: number) => ({ amount, currency: 'USD' as const })

describe('what an organization keeps to itself', () => {
  const everything = {
    billingEmail: 'bills@acme.example',
    totalMonthlySpendingLimit: { amount: 50_000, currency: 'USD' },
    perUserMonthlySpendingLimit: { amount: 10_000 },
  }
  const nothing = {
    billingEmail: null,
    totalMonthlySpendingLimit: null,
    perUserMonthlySpendingLimit: null,
  }
  test.each([
    ['admin', { ...everything, onboardedAt: '2026-01-01T00:00:00.000Z' }],
    ['member', { ...everything, onboardedAt: null }],
    ['outsider', { ...nothing, onboardedAt: null }],
    ['anonymous', { ...nothing, onboardedAt: null }],
  ])('is for the %s this, also when nested', async (role, expected) => {
    const { data, errors } = await app.query(PrivateFields, { owner: 'acme' }, people[role])
    expect(errors).toBeUndefined()
    expect(data?.organization).toEqual(expected)
    expect(data?.issue?.repository.organization).toEqual({
      billingEmail: expected.billingEmail,
      totalMonthlySpendingLimit: expected.totalMonthlySpendingLimit && { amount: 50_000 },
    })
  })

  test('is no longer for a member who left', async () => {
    const { id: userId } = await createUser(app.db)
    await createMembership(app.db, { userId, organizationId: acme.id, deletedAt: new Date() })
    const { data } = await app.query(
      PrivateFields,
      { owner: 'acme' },
      await app.signIn(userId).then(({ cookie }) => ({ cookie })),
    )
    expect(data?.organization).toMatchObject(nothing)
  })
})

describe('organizations', () => {
  const search = async (query?: string) => {
    const { data, errors } = await app.query(OrganizationSearch, { query })
    expect(errors).toBeUndefined()
    const { totalCount = 0, nodes = [] } = data?.organizations ?? {}
    expect(totalCount).toBe(nodes.length)
    return nodes.map(({ login }) => login)
  }

  test('are found by how their login begins, or by their name, in any case', async () => {
    expect(await search('ACME')).toEqual(['Acme', 'acme_labs'])
    expect(await search('rockets')).toEqual(['Acme'])
    expect(await search('nobody')).toEqual([])
    expect(await search(' ')).toEqual(['Acme', 'acme_labs'])
  })

  test('% and _ stand for themselves', async () => {
    expect(await search('100%')).toEqual(['Acme'])
    expect(await search('%')).toEqual(['Acme'])
    expect(await search('acme_')).toEqual(['acme_labs'])
    expect(await search('a_me')).toEqual([])
  })

  test('that are deleted are not there', async () => {
    const gone = await createOrganization(app.db, { login: 'gone' })
    await app.db.organization.update({ where: { id: gone.id }, data: { deletedAt: new Date() } })
    expect(await search('gone')).toEqual([])
    const { data } = await app.query('{ organization(login: "gone") { id } }')
    expect(data).toEqual({ organization: null })
    expect(await update({ organizationId: encodeId('Organization', gone.id) })).toMatchObject({
      __typename: 'OrganizationNotFound',
      code: 'NOT_FOUND',
    })
  })

  test('of the viewer are those they administer, or all', async () => {
    const mine = async (login: string, isAdmin?: boolean) => {
      const variables = { isAdmin } as { isAdmin: boolean }
      const { data } = await app.query(ViewerOrganizations, variables, people[login])
      return data?.viewer?.organizations.nodes.map((organization) => organization.login)
    }
    expect(await mine('admin', true)).toEqual(['Acme'])
    expect(await mine('admin', false)).toEqual(['Acme', 'acme_labs'])
    expect(await mine('member', true)).toEqual([])
    expect(await mine('outsider', false)).toEqual([])
    const { data } = await app.query(
      '{ viewer { organizations { nodes { login } } } }',
      {},
      people.admin,
    )
    expect(data).toEqual({ viewer: { organizations: { nodes: [{ login: 'Acme' }] } } })
  })

  test('take the same statements for one as for many, with their members', async () => {
    const page = (first: number) =>
      app.statementsDuring(() =>
        app.query(
          `{ organizations(first: ${first}) { nodes { billingEmail members { nodes { user { login } } } } } }`,
          {},
          people.admin,
        ),
      )
    expect((await page(2)).statements).toHaveLength((await page(1)).statements.length)
  })
})

describe('members', () => {
  test('are named to members, an empty list to others', async () => {
    const query =
      '{ organization(login: "acme") { members { totalCount nodes { isAdmin user { login name avatarUrl } } } } }'
    const { data } = await app.query(query, {}, people.member)
    expect(data).toMatchObject({
      organization: {
        members: {
          totalCount: 2,
          nodes: [
            { isAdmin: true, user: { login: 'admin' } },
            { isAdmin: false, user: { login: 'member' } },
          ],
        },
      },
    })
    for (const login of ['outsider', 'anonymous']) {
      const hidden = await app.query(query, {}, people[login])
      expect(hidden.data).toEqual({ organization: { members: { totalCount: 0, nodes: [] } } })
    }
  })
})

describe('updateOrganization', () => {
  test('is for admins alone', async () => {
    for (const login of ['member', 'outsider']) {
      expect(await update({ pledgeBadgeShowAmount: false }, login)).toMatchObject({
        __typename: 'NotAnOrganizationAdmin',
        code: 'FORBIDDEN',
      })
    }
    expect(await update({ pledgeBadgeShowAmount: false }, 'anonymous')).toMatchObject({
      code: 'UNAUTHENTICATED',
    })
    const row = await app.db.organization.findUniqueOrThrow({ where: { id: acme.id } })
    expect(row.pledgeBadgeShowAmount).toBe(true)
  })

  test('changes what is given, clears what is null, keeps what is left out', async () => {
    await app.db.organization.update({ where: { id: acme.id }, data: { onboardedAt: null } })
    const changed = await update({
      pledgeMinimumAmount: usd(500),
      pledgeBadgeShowAmount: false,
      defaultBadgeCustomContent: 'Help us fly',
      defaultUpfrontSplitToContributors: 75,
      billingEmail: 'money@acme.example',
    })
    expect(changed).toEqual({
      __typename: 'UpdateOrganizationPayload',
      organization: {
        pledgeMinimumAmount: { amount: 500 },
        pledgeBadgeShowAmount: false,
        defaultBadgeCustomContent: 'Help us fly',
        defaultUpfrontSplitToContributors: 75,
        billingEmail: 'money@acme.example',
        totalMonthlySpendingLimit: { amount: 50_000 },
        perUserMonthlySpendingLimit: { amount: 10_000 },
        onboardedAt: expect.any(String),
      },
    })
    const { onboardedAt } = await app.db.organization.findUniqueOrThrow({ where: { id: acme.id } })
    expect(
      await update({
        defaultBadgeCustomContent: null,
        defaultUpfrontSplitToContributors: null,
        perUserMonthlySpendingLimit: null,
        totalMonthlySpendingLimit: null,
      }),
    ).toMatchObject({
      organization: {
        pledgeMinimumAmount: { amount: 500 },
        defaultBadgeCustomContent: null,
        defaultUpfrontSplitToContributors: null,
        billingEmail: 'money@acme.example',
        totalMonthlySpendingLimit: null,
        perUserMonthlySpendingLimit: null,
        // Only the first change ends the onboarding.
        onboardedAt: onboardedAt?.toISOString(),
      },
    })
  })

  test('a limit for each member needs one for all, and is not above it', async () => {
    const conflict = {
      __typename: 'SpendingLimitsConflict',
      code: 'BAD_USER_INPUT',
      path: ['perUserMonthlySpendingLimit'],
    }
    expect(await update({ perUserMonthlySpendingLimit: usd(100) })).toEqual(conflict)
    expect(
      await update({ totalMonthlySpendingLimit: usd(99), perUserMonthlySpendingLimit: usd(100) }),
    ).toEqual(conflict)
    expect(
      await update({ totalMonthlySpendingLimit: usd(100), perUserMonthlySpendingLimit: usd(100) }),
    ).toMatchObject({ __typename: 'UpdateOrganizationPayload' })
    expect(await update({ totalMonthlySpendingLimit: usd(50) })).toEqual(conflict)
    expect(await update({ totalMonthlySpendingLimit: null })).toEqual(conflict)
    const row = await app.db.organization.findUniqueOrThrow({ where: { id: acme.id } })
    expect(row.totalMonthlySpendingLimit).toBe(100n)
  })

  test.each([
    [{ defaultUpfrontSplitToContributors: 101 }, 'defaultUpfrontSplitToContributors'],
    [{ defaultUpfrontSplitToContributors: -1 }, 'defaultUpfrontSplitToContributors'],
    [{ pledgeMinimumAmount: usd(-1) }, 'pledgeMinimumAmount'],
    [{ totalMonthlySpendingLimit: usd(-1) }, 'totalMonthlySpendingLimit'],
    [{ billingEmail: `${'a'.repeat(60)}@${'b'.repeat(60)}.example` }, 'billingEmail'],
  ])('%j is OrganizationSettingInvalid', async (input, setting) => {
    expect(await update(input)).toEqual({
      __typename: 'OrganizationSettingInvalid',
      code: 'BAD_USER_INPUT',
      path: [setting],
    })
  })

  test('what can’t be cleared is BAD_USER_INPUT as null', async () => {
    expect(await update({ pledgeMinimumAmount: null })).toMatchObject({
      code: 'BAD_USER_INPUT',
      inputPath: ['pledgeMinimumAmount'],
    })
  })
})

test('members hear of changes over SSE, others and those who left do not', async () => {
  const document = 'subscription { organizationUpdated { organization { login billingEmail } } }'
  const listen = (login: string) => subscribe(app.address, document, people[login])
  const [admin, member] = [listen('admin'), listen('member')]
  await Promise.all([admin.opened, member.opened])
  await update({ billingEmail: 'first@acme.example' })
  const first = {
    organizationUpdated: { organization: { login: 'Acme', billingEmail: 'first@acme.example' } },
  }
  expect(await admin.next()).toEqual({ data: first })
  expect(await member.next()).toEqual({ data: first })

  await app.db.membership.deleteMany({ where: { userId: ids.member } })
  await createMembership(app.db, { userId: ids.member ?? '', organizationId: other.id })
  await update({ billingEmail: 'second@acme.example' })
  const organizationId = other.id
  await app.ctx.transaction(async (tx) => tx.publish('organization.updated', { organizationId }))
  const second = { organizationUpdated: { organization: { login: 'acme_labs' } } }
  expect(await member.next()).toMatchObject({ data: second })
  admin.close()
  member.close()
})
