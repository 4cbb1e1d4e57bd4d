import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Organization, Repository } from '#generated/prisma/client.ts'
import { decodeId } from '#lib/ids.ts'
import { wordsQuery } from '#lib/text.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import {
  createIssue,
  createMembership,
  createOrganization,
  createRepository,
  createUser,
} from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import type { IssueListQueryVariables } from '../../test/generated/graphql.ts'

const IssueList = graphql(`
  query IssueList(
    $organization: String
    $repository: String
    $states: [IssueState!]
    $query: String
    $hasPledgedAmount: Boolean
    $hasPledgeBadge: Boolean
    $milestone: Int
    $orderBy: IssueOrder
    $first: Int
    $after: String
    $last: Int
    $before: String
  ) {
    issues(
      organization: $organization
      repository: $repository
      states: $states
      query: $query
      hasPledgedAmount: $hasPledgedAmount
      hasPledgeBadge: $hasPledgeBadge
      milestone: $milestone
      orderBy: $orderBy
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      totalCount
      nodes { id title }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)

const idOf = (id = '') => decodeId(id).id

let app: TestApp
let acme: Organization
let rocket: Repository
let member = ''
let number = 0

/** An issue of acme's repository, with what makes it differ. */
const add = async (title: string, data: object = {}, repository = rocket) => {
  const { organizationId, id: repositoryId } = repository
  const issue = await createIssue(app.db, {
    organizationId,
    repositoryId,
    number: ++number,
    title,
  })
  await app.db.issue.update({ where: { id: issue.id }, data })
}

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  acme = await createOrganization(app.db, { login: 'Acme' })
  rocket = await createRepository(app.db, { organizationId: acme.id, name: 'rocket' })
  const { id: userId } = await createUser(app.db)
  await createMembership(app.db, { userId, organizationId: acme.id })
  member = (await app.signIn(userId)).cookie
})
afterAll(() => app.stop())

const ask = async (variables: IssueListQueryVariables, cookie = '') => {
  const { data, errors } = await app.query(IssueList, variables, { cookie })
  if (!data) throw new Error(JSON.stringify(errors))
  return data.issues
}

const titles = async (variables: IssueListQueryVariables, cookie?: string) => {
  const { nodes, totalCount } = await ask(variables, cookie)
  expect(totalCount).toBe(nodes.length)
  return nodes.map(({ title }) => title)
}

/** The same as a page of a list, and as one of a search for a word that all titles have. */
const bothWays = async (variables: IssueListQueryVariables, cookie?: string) => {
  const listed = await titles(variables, cookie)
  expect(await titles({ ...variables, query: 'the' }, cookie)).toEqual(listed)
  return listed
}

describe('issues', () => {
  beforeAll(async () => {
    const day = (number: number) => new Date(Date.UTC(2026, 2, number))
    const goal = { fundingGoal: 5_000n }
    await add('the oldest', { issueUpdatedAt: day(9), ...goal, positiveReactionsCount: 1 })
    await add('the funded', { issueUpdatedAt: day(2), pledgedAmountSum: 900n, fundingGoal: 100n })
    await add('the liked', {
      issueUpdatedAt: day(3),
      positiveReactionsCount: 7,
      totalEngagementCount: 8,
    })
    await add('the discussed', {
      issueUpdatedAt: day(4),
      totalEngagementCount: 50,
      milestone: { id: 1, number: 3, title: 'v3', state: 'open' },
    })
    await add('the badged', { issueUpdatedAt: day(5), pledgeBadgeEmbeddedAt: day(1) })
    await add('the closed', { issueUpdatedAt: day(6), state: 'CLOSED', pledgedAmountSum: 900n })
    await add('the wanted', { issueUpdatedAt: day(7), ...goal, positiveReactionsCount: 3 })
    await add('the deleted', { deletedAt: day(1) })
    const hidden = { organizationId: acme.id, name: 'hidden', isPrivate: true }
    await add('the secret', {}, await createRepository(app.db, hidden))
    const old = await createRepository(app.db, { organizationId: acme.id, name: 'old' })
    await app.db.repository.update({ where: { id: old.id }, data: { isArchived: true } })
    await add('the archived', {}, old)
  })
  afterAll(async () => {
    await app.db.issue.deleteMany()
  })

  test.each([
    ['CREATED_AT', 'the wanted closed badged discussed liked funded oldest'],
    ['UPDATED_AT', 'the oldest wanted closed badged discussed liked funded'],
    ['PLEDGED_AMOUNT', 'the closed funded oldest wanted badged discussed liked'],
    ['PLEDGED_AMOUNT_AND_ENGAGEMENT', 'the closed funded discussed liked oldest wanted badged'],
    ['ENGAGEMENT', 'the discussed liked oldest wanted closed badged funded'],
    ['POSITIVE_REACTIONS', 'the liked wanted oldest closed badged discussed funded'],
    ['FUNDING_GOAL', 'the wanted oldest funded liked closed badged discussed'],
  ] as const)('by %s are %s', async (field, expected) => {
    const listed = await bothWays({ orderBy: { field, direction: 'DESC' } })
    expect(listed.map((title) => title.slice(4))).toEqual(expected.split(' ').slice(1))
  })

  test('by the lowest goal: those without one still come last', async () => {
    const listed = await bothWays({ orderBy: { field: 'FUNDING_GOAL', direction: 'ASC' } })
    expect(listed.slice(0, 3)).toEqual(['the funded', 'the oldest', 'the wanted'])
  })

  test('are filtered by money, badge, milestone and state', async () => {
    expect(await bothWays({ hasPledgedAmount: true })).toEqual(['the closed', 'the funded'])
    expect(await bothWays({ hasPledgedAmount: false })).toHaveLength(5)
    expect(await bothWays({ hasPledgeBadge: true })).toEqual(['the badged'])
    expect(await bothWays({ hasPledgeBadge: false })).toHaveLength(6)
    expect(await bothWays({ milestone: 3 })).toEqual(['the discussed'])
    expect(await bothWays({ milestone: 4 })).toEqual([])
    expect(await bothWays({ states: ['OPEN'], hasPledgedAmount: true })).toEqual(['the funded'])
    expect(await bothWays({ states: [] })).toEqual([])
    expect(await bothWays({ organization: 'ACME', repository: 'Rocket' })).toHaveLength(7)
    expect(await bothWays({ organization: 'nobody' })).toEqual([])
  })

  test('of a private repository are for members; named or not, others find none', async () => {
    const hidden = { organization: 'acme', repository: 'hidden' }
    expect(await bothWays(hidden, member)).toEqual(['the secret'])
    expect(await bothWays(hidden)).toEqual([])
    expect(await bothWays({ organization: 'acme' })).not.toContain('the secret')
    expect(await bothWays({ organization: 'acme' }, member)).toContain('the secret')
  })

  test('of an archived repository are not for who is not signed in', async () => {
    const archived = { organization: 'acme', repository: 'old' }
    expect(await bothWays(archived)).toEqual([])
    expect(await bothWays(archived, member)).toEqual(['the archived'])
  })

  test('of an organization without any repository that may be seen: none', async () => {
    const { id: organizationId } = await createOrganization(app.db, { login: 'closed' })
    const repository = await createRepository(app.db, { organizationId, isPrivate: true })
    await add('the inner', {}, repository)
    expect(await bothWays({ organization: 'closed' })).toEqual([])
  })
})

describe('a search for text', () => {
  beforeAll(async () => {
    const updated = (day: number) => ({ issueUpdatedAt: new Date(Date.UTC(2026, 3, day)) })
    await add('Engine fails at start', updated(1))
    await add('Engine, engine and engine again', updated(2))
    await add('Parachute opens late', updated(3))
    await add('Fix the links of engine-rooms', updated(4))
    await add('Größe der Rakete', updated(5))
  })
  afterAll(async () => {
    await app.db.issue.deleteMany()
  })
  const relevance = { field: 'RELEVANCE', direction: 'DESC' } as const
  const find = (query: string) => titles({ query, orderBy: relevance })

  test('finds titles with any of the words, or with what begins so; the best first', async () => {
    expect(await find('engine')).toEqual([
      'Engine, engine and engine again',
      'Fix the links of engine-rooms',
      'Engine fails at start',
    ])
    expect(await find('ENG')).toHaveLength(3)
    expect(await find('parachute fails')).toEqual(['Parachute opens late', 'Engine fails at start'])
    expect(await find('größe')).toEqual(['Größe der Rakete'])
    expect(await find('nothing')).toEqual([])
  })

  test.each([
    'late&(fails|!x):*',
    'late OR fails',
    'late AND fails',
    'late\tfails',
    "late'fails\\",
  ])('%j means: late, or fails', async (query) => {
    expect(await find(query)).toEqual(['Parachute opens late', 'Engine fails at start'])
  })

  test('without a word finds all, by the latest change', async () => {
    const all = await find('')
    expect(all).toHaveLength(5)
    expect(all[0]).toBe('Größe der Rakete')
    for (const query of [' ', '&|!', 'OR', '()']) expect(await find(query)).toEqual(all)
  })

  test('never fails, whatever is typed', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 40 }), async (query) => {
        const words = wordsQuery(query)
        if (words !== null) await app.db.$queryRaw`SELECT to_tsquery('simple', ${words})::text`
      }),
      { numRuns: 150 },
    )
  })

  test('a cursor that is none is BAD_USER_INPUT', async () => {
    const after = Buffer.from('GPC:S:nothing').toString('base64')
    const { errors } = await app.query(IssueList, { query: 'engine', after })
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })
})

describe('a search is bounded', () => {
  let bounded: TestApp
  beforeAll(async () => {
    bounded = await startTestApp({
      worker: false,
      settings: { SEARCH_MATCHES: '3', SEARCH_WORDS: '2', SEARCH_PREFIX_CHARACTERS: '3' },
    })
    const { id: organizationId } = await createOrganization(bounded.db)
    const { id: repositoryId } = await createRepository(bounded.db, { organizationId })
    for (const [index, title] of ['pad pad', 'pad', 'padlock', 'pads', 'go', 'gone'].entries()) {
      const place = { organizationId, repositoryId, number: index + 1 }
      const { id } = await createIssue(bounded.db, { ...place, title })
      const issueCreatedAt = new Date(Date.UTC(2026, 0, index + 1))
      await bounded.db.issue.update({ where: { id }, data: { issueCreatedAt } })
    }
  })
  afterAll(() => bounded.stop())

  const find = async (variables: IssueListQueryVariables) => {
    const { data } = await bounded.query(IssueList, variables)
    return { titles: data?.issues.nodes.map(({ title }) => title), total: data?.issues.totalCount }
  }

  test('relevance ranks the newest matches alone, and the total counts no more', async () => {
    const orderBy = { field: 'RELEVANCE', direction: 'DESC' } as const
    const { titles, total } = await find({ query: 'pad', orderBy })
    expect(titles?.toSorted()).toEqual(['pad', 'padlock', 'pads'])
    expect(total).toBe(3)
    const oldest = { field: 'CREATED_AT', direction: 'ASC' } as const
    expect((await find({ query: 'pad', orderBy: oldest })).titles).toHaveLength(4)
  })

  test('a short word is no beginning of a longer one, and the words that count are few', async () => {
    expect((await find({ query: 'go' })).titles).toEqual(['go'])
    expect((await find({ query: 'gon' })).titles).toEqual(['gone'])
    expect((await find({ query: 'go gone pads' })).titles).toEqual(['gone', 'go'])
  })
})

describe('pages', () => {
  beforeAll(async () => {
    for (let index = 0; index < 25; index++) {
      await add(index % 4 === 0 ? 'word word' : 'word', {
        fundingGoal: index % 3 === 0 ? null : BigInt(index % 5),
        positiveReactionsCount: index % 2,
        pledgedAmountSum: BigInt(index % 3),
        totalEngagementCount: index % 4,
      })
    }
  })

  const walk = async (variables: IssueListQueryVariables, size: number, backward: boolean) => {
    const ids: string[] = []
    let cursor: string | null | undefined
    for (;;) {
      const page = backward ? { last: size, before: cursor } : { first: size, after: cursor }
      const { nodes, pageInfo } = await ask({ ...variables, ...page })
      ids.push(...(backward ? nodes.toReversed() : nodes).map(({ id }) => id))
      if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return ids
      cursor = backward ? pageInfo.startCursor : pageInfo.endCursor
    }
  }

  test('forward and backward hold the same, once each, in every order', async () => {
    const fields = [
      'PLEDGED_AMOUNT',
      'PLEDGED_AMOUNT_AND_ENGAGEMENT',
      'POSITIVE_REACTIONS',
      'ENGAGEMENT',
      'FUNDING_GOAL',
      'RELEVANCE',
      'UPDATED_AT',
    ] as const
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 2, max: 30 }),
        fc.constantFrom(...fields),
        fc.constantFrom('ASC', 'DESC'),
        fc.constantFrom(null, 'wor'),
        async (size, field, direction, query) => {
          const variables = { query, orderBy: { field, direction } } as IssueListQueryVariables
          const forward = await walk(variables, size, false)
          expect(new Set(forward).size).toBe(25)
          expect((await walk(variables, size, true)).toReversed()).toEqual(forward)
        },
      ),
      { numRuns: 15 },
    )
  })

  test('a cursor is a position alone: its issue may be hidden or gone', async () => {
    const variables = { orderBy: { field: 'PLEDGED_AMOUNT', direction: 'DESC' } } as const
    const whole = (await ask({ ...variables, first: 25 })).nodes.map(({ id }) => id)
    const { nodes, pageInfo } = await ask({ ...variables, first: 7 })
    const id = idOf(nodes.at(-1)?.id)
    const { pledgedAmountSum } = await app.db.issue.findUniqueOrThrow({ where: { id } })
    // Were the row looked up, its new place would count.
    const moved = { pledgedAmountSum: 1_000n, deletedAt: new Date() }
    await app.db.issue.update({ where: { id }, data: moved })
    const rest = await ask({ ...variables, first: 25, after: pageInfo.endCursor })
    expect(rest.nodes.map(({ id }) => id)).toEqual(whole.slice(7))
    await app.db.issue.update({ where: { id }, data: { pledgedAmountSum, deletedAt: null } })
  })

  const cursorOf = (text: string) => Buffer.from(text).toString('base64url')
  const someId = '00000000-0000-7000-8000-000000000000'

  test('a handmade cursor is a position', async () => {
    const orderBy = { field: 'PLEDGED_AMOUNT', direction: 'ASC' } as const
    const after = cursorOf(`Issues.PLEDGED_AMOUNT:1:0:${someId}`)
    const { nodes } = await ask({ orderBy, after, first: 25 })
    const above = await app.db.issue.count({ where: { pledgedAmountSum: { gte: 1n } } })
    expect(nodes).toHaveLength(above)
  })

  test.each([
    'Issues.RELEVANCE:0.5',
    `Issues.RELEVANCE:0.5:0:${someId}:more`,
    `Issues.RELEVANCE:NaN:0:${someId}`,
    `Issues.RELEVANCE:0.5:99999999999999999:${someId}`,
    'Issues.RELEVANCE:0.5:0:nobody',
    `Issues.ENGAGEMENT:5:0:${someId}`,
    `Issues.RELEVANCE:0:${someId}`,
  ])('the cursor %s is none of a search by relevance', async (text) => {
    const orderBy = { field: 'RELEVANCE', direction: 'DESC' } as const
    const variables = { query: 'word', orderBy, after: cursorOf(text) }
    const { errors } = await app.query(IssueList, variables)
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })

  test('of a search take the same statements for one as for many', async () => {
    const page = (first: number) => app.statementsDuring(() => ask({ query: 'word', first }))
    expect((await page(25)).statements).toHaveLength((await page(1)).statements.length)
  })
})
