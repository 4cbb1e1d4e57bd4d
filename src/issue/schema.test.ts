import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createDemo, createIssue, createOrganization, createRepository } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'

const IssueByPlace = graphql(`
  query IssueByPlace($owner: String!, $repository: String!, $number: Int!) {
    issue(owner: $owner, repository: $repository, number: $number) {
      id
      number
      title
      state
      url
      fundingGoal { amount currency }
      pledgedAmount { amount currency }
      labels { name color }
      author { login }
      reactions { totalCount thumbsUp }
      repository { nameWithOwner url }
      organization { login }
    }
  }
`)

const IssuePage = graphql(`
  query IssuePage(
    $organization: String
    $repository: String
    $states: [IssueState!]
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
      orderBy: $orderBy
      first: $first
      after: $after
      last: $last
      before: $before
    ) {
      nodes { id number title }
      edges { cursor }
      pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    }
  }
`)

const IssuesWithPlace = graphql(`
  query IssuesWithPlace($first: Int!) {
    issues(first: $first) {
      nodes { title repository { nameWithOwner } organization { login avatarUrl } }
    }
  }
`)

const IssueCount = graphql(`
  query IssueCount($organization: String, $states: [IssueState!]) {
    issues(organization: $organization, states: $states) { totalCount }
  }
`)

const NestedIssues = graphql(`
  query NestedIssues($login: String!, $after: String) {
    organization(login: $login) {
      repositories(first: 2) {
        totalCount
        nodes {
          name
          issues(first: 2, after: $after) {
            totalCount
            nodes { number }
            pageInfo { endCursor hasNextPage }
          }
        }
      }
    }
  }
`)

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

describe('issue', () => {
  test('is found by its place, in any case of letters', async () => {
    const organization = await createOrganization(app.db, { login: 'Acme' })
    const repository = await createRepository(app.db, {
      organizationId: organization.id,
      name: 'Rocket',
    })
    await createIssue(app.db, {
      organizationId: organization.id,
      repositoryId: repository.id,
      number: 7,
      title: 'No fuel',
    })
    const { data, errors } = await app.query(IssueByPlace, {
      owner: 'acme',
      repository: 'ROCKET',
      number: 7,
    })
    expect(errors).toBeUndefined()
    expect(data?.issue).toMatchObject({
      number: 7,
      title: 'No fuel',
      state: 'OPEN',
      url: 'https://github.com/Acme/Rocket/issues/7',
      fundingGoal: null,
      pledgedAmount: { amount: 0, currency: 'USD' },
      labels: [],
      author: null,
      reactions: null,
      repository: { nameWithOwner: 'Acme/Rocket' },
      organization: { login: 'Acme' },
    })
  })

  test('of a private repository is not there, by any way', async () => {
    const [hidden] = await createDemo(app.db, { isPrivate: true })
    if (!hidden) throw new Error('no demo')
    const { organization, repository, issue } = hidden
    const byPlace = await app.query(IssueByPlace, {
      owner: organization.login,
      repository: repository.name,
      number: 1,
    })
    expect(byPlace).toEqual({ data: { issue: null } })
    const listed = await app.query(IssuePage, { organization: organization.login })
    expect(listed.data?.issues.nodes).toEqual([])
    const counted = await app.query(IssueCount, { organization: organization.login })
    expect(counted.data?.issues.totalCount).toBe(0)
    const ids = [encodeId('Issue', issue.id), encodeId('Repository', repository.id)]
    const byId = await app.query(`{ nodes(ids: ${JSON.stringify(ids)}) { id } }`)
    expect(byId.data).toEqual({ nodes: [null, null] })
    const nested = await app.query(NestedIssues, { login: organization.login })
    expect(nested.data?.organization?.repositories).toEqual({ totalCount: 0, nodes: [] })
  })

  test('that was deleted is not there', async () => {
    const [gone] = await createDemo(app.db)
    if (!gone) throw new Error('no demo')
    await app.db.issue.update({ where: { id: gone.issue.id }, data: { deletedAt: new Date() } })
    const { data } = await app.query(IssueByPlace, {
      owner: gone.organization.login,
      repository: gone.repository.name,
      number: 1,
    })
    expect(data?.issue).toBeNull()
  })
})

describe('issues', () => {
  let login = ''
  beforeAll(async () => {
    const rows = await createDemo(app.db, { repositories: 2, issues: 13 })
    login = rows[0]?.organization.login ?? ''
    // Many with the same amount: the order must not depend on it alone.
    for (const [index, { issue }] of rows.entries()) {
      await app.db.issue.update({
        where: { id: issue.id },
        data: {
          pledgedAmountSum: BigInt(index % 3),
          state: index % 2 ? 'CLOSED' : 'OPEN',
        },
      })
    }
  })

  test('are those of the organization, of the repository, in the states asked for', async () => {
    const count = async (variables: object) =>
      (await app.query(IssuePage, { first: 100, ...variables })).data?.issues.nodes.length
    expect(await count({ organization: login })).toBe(26)
    expect(await count({ organization: login.toUpperCase() })).toBe(26)
    expect(await count({ organization: login, states: ['OPEN'] })).toBe(13)
    expect(await count({ organization: login, states: [] })).toBe(0)
    expect(await count({ organization: login, repository: 'none' })).toBe(0)
    expect(await count({ organization: 'nobody' })).toBe(0)
  })

  test('a repository without an organization is BAD_USER_INPUT', async () => {
    const { errors } = await app.query(IssuePage, { repository: 'rocket' })
    expect(errors?.[0]).toMatchObject({
      message: '`repository` needs `organization`',
      extensions: { code: 'BAD_USER_INPUT' },
    })
  })

  test('pages forward and backward hold the same, in opposite order', async () => {
    const fields = ['CREATED_AT', 'UPDATED_AT', 'PLEDGED_AMOUNT', 'ENGAGEMENT'] as const
    const walk = async (size: number, orderBy: object, backward: boolean) => {
      const ids: string[] = []
      let cursor: string | null | undefined
      for (;;) {
        const page = backward ? { last: size, before: cursor } : { first: size, after: cursor }
        const { data, errors } = await app.query(IssuePage, {
          organization: login,
          orderBy: orderBy as never,
          ...page,
        })
        if (!data) throw new Error(JSON.stringify(errors))
        const { nodes, pageInfo } = data.issues
        ids.push(...(backward ? nodes.toReversed() : nodes).map(({ id }) => id))
        if (!(backward ? pageInfo.hasPreviousPage : pageInfo.hasNextPage)) return ids
        cursor = backward ? pageInfo.startCursor : pageInfo.endCursor
      }
    }
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 30 }),
        fc.constantFrom(...fields),
        fc.constantFrom('ASC', 'DESC'),
        async (size, field, direction) => {
          const forward = await walk(size, { field, direction }, false)
          const backward = await walk(size, { field, direction }, true)
          expect(new Set(forward).size).toBe(26)
          expect(forward).toEqual(backward.toReversed())
        },
      ),
      { numRuns: 12 },
    )
  })

  test.each([
    [{ first: 0 }, '`first` must be between 1 and 100'],
    [{ first: 101 }, '`first` must be between 1 and 100'],
    [{ first: -1 }, '`first` must be between 1 and 100'],
    [{ last: 101 }, '`last` must be between 1 and 100'],
    [{ first: 1, last: 1 }, 'Give `first` or `last`, not both'],
  ])('%j is BAD_USER_INPUT, without any SQL', async (page, message) => {
    const { result, statements } = await app.statementsDuring(() => app.query(IssuePage, page))
    expect(result.errors?.[0]).toMatchObject({ message, extensions: { code: 'BAD_USER_INPUT' } })
    expect(statements).toEqual([])
  })

  test.each(['nonsense', 'R1BDOkM6eA==', ''])('the cursor %j is BAD_USER_INPUT', async (after) => {
    const { errors } = await app.query(IssuePage, { after })
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  })

  test('without a number, a page has 20', async () => {
    const { data } = await app.query(IssuePage, { organization: login })
    expect(data?.issues.nodes).toHaveLength(20)
  })

  test('totalCount honours the filters and is counted only when asked for', async () => {
    const counted = await app.statementsDuring(() =>
      app.query(IssueCount, { organization: login, states: ['CLOSED'] }),
    )
    expect(counted.result.data?.issues.totalCount).toBe(13)
    expect(counted.statements.filter((sql) => /count\(/i.test(sql))).toHaveLength(1)
    const listed = await app.statementsDuring(() => app.query(IssuePage, { organization: login }))
    expect(listed.statements.filter((sql) => /count\(/i.test(sql))).toEqual([])
  })

  test('one and fifty, with repository and organization, take the same statements: at most 3', async () => {
    await createDemo(app.db, { organizations: 5, repositories: 2, issues: 5 })
    const one = await app.statementsDuring(() => app.query(IssuesWithPlace, { first: 1 }))
    const fifty = await app.statementsDuring(() => app.query(IssuesWithPlace, { first: 50 }))
    expect(fifty.result.data?.issues.nodes).toHaveLength(50)
    expect(fifty.statements).toHaveLength(one.statements.length)
    expect(fifty.statements.length).toBeLessThanOrEqual(3)
  })

  test('nested pages are right in each parent, in a constant number of statements', async () => {
    const first = await app.statementsDuring(() => app.query(NestedIssues, { login }))
    const repositories = first.result.data?.organization?.repositories.nodes ?? []
    expect(repositories).toHaveLength(2)
    for (const { issues } of repositories) {
      expect(issues.totalCount).toBe(13)
      expect(issues.nodes.map(({ number }) => number)).toEqual([13, 12])
    }
    const after = repositories[0]?.issues.pageInfo.endCursor
    const second = await app.statementsDuring(() => app.query(NestedIssues, { login, after }))
    const [page] = second.result.data?.organization?.repositories.nodes ?? []
    expect(page?.issues.nodes.map(({ number }) => number)).toEqual([11, 10])
    expect(second.statements.length).toBeLessThanOrEqual(3)
  })
})
