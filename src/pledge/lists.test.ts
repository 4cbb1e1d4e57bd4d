import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createPledge, createStage, type Stage } from '../../test/backing.ts'
import { createIssue, createUser } from '../../test/demo.ts'

let app: TestApp
let stage: Stage

beforeAll(async () => {
  app = await startTestApp({ worker: false, settings: { STAFF: 'boss' } })
})
afterAll(() => app.stop())
beforeEach(async () => {
  await app.empty('organization', '"user"')
  stage = await createStage(app.db)
})

const ask = async (query: string, user?: { id: string }) => {
  const headers: Record<string, string> = user ? { cookie: (await app.signIn(user.id)).cookie } : {}
  return app.query<Record<string, unknown>, object>(query, {}, headers)
}

const idOf = ({ id }: { id: string }, type = 'Pledge') => encodeId(type, id)

describe('search', () => {
  const search = async (args: string, user?: { id: string }) => {
    const { data, errors } = await ask(`{ pledges${args} { totalCount nodes { id } } }`, user)
    const found = data?.pledges as { totalCount: number; nodes: { id: string }[] } | undefined
    if (!found) return errors?.[0]?.extensions.code
    expect(found.totalCount).toBe(found.nodes.length)
    return found.nodes.map(({ id }) => id)
  }

  test('by organization: its members find what counts, strangers nothing', async () => {
    const { issue, receiver } = stage
    const pledge = await createPledge(app.db, issue)
    for (const state of ['INITIATED', 'REFUNDED', 'CHARGE_DISPUTED', 'CANCELLED'] as const) {
      await createPledge(app.db, issue, { state })
    }
    const args = `(organization: "${receiver.login}")`
    expect(await search(args, stage.receiverMember)).toEqual([idOf(pledge)])
    expect(await search(args, stage.stranger)).toEqual([])
    expect(await search(args)).toEqual([])
  })

  test('who looks for what an organization pays does not find what it keeps from them', async () => {
    const { issue, backer, backerMember, receiverAdmin } = stage
    const paid = { byOrganizationId: backer.id, isAnonymous: true }
    const ids = [
      idOf(await createPledge(app.db, issue, paid)),
      idOf(
        await createPledge(app.db, issue, {
          ...{ byUserId: backerMember.id, onBehalfOfOrganizationId: backer.id, isAnonymous: true },
        }),
      ),
    ]
    const args = `(byOrganizationId: "${idOf(backer, 'Organization')}")`
    const list = `{ organization(login: "${backer.login}") { pledges { totalCount nodes { id } } } }`
    expect(await search(args, receiverAdmin)).toEqual([])
    expect((await ask(list, receiverAdmin)).data).toEqual({
      organization: { pledges: { totalCount: 0, nodes: [] } },
    })
    expect(await search(args, backerMember)).toEqual(ids)
    expect((await ask(list, backerMember)).data).toEqual({
      organization: { pledges: { totalCount: 1, nodes: [{ id: ids[0] }] } },
    })
    const ofReceiver = `(organization: "${stage.receiver.login}")`
    expect(await search(ofReceiver, receiverAdmin)).toEqual(ids)
  })

  test('by repository, by issue, by who pays or is credited; oldest first', async () => {
    const { issue, receiver, repository, backer, receiverMember, backerMember } = stage
    const place = { organizationId: receiver.id, repositoryId: repository.id }
    const other = await createIssue(app.db, { ...place, number: 2 })
    const pledges = {
      late: await createPledge(app.db, issue, {
        ...{ byOrganizationId: backer.id, createdAt: new Date('2026-02-02') },
      }),
      early: await createPledge(app.db, issue, { createdAt: new Date('2026-02-01') }),
      other: await createPledge(app.db, other, {
        ...{ byUserId: receiverMember.id, onBehalfOfOrganizationId: backer.id },
        ...{ state: 'DISPUTED', createdAt: new Date('2026-02-03') },
      }),
    }
    const [late, early, third] = [idOf(pledges.late), idOf(pledges.early), idOf(pledges.other)]
    const ofRepository = `(organization: "${receiver.login}", repository: "${repository.name}")`
    expect(await search(ofRepository, receiverMember)).toEqual([early, late, third])
    const ofIssue = `(issueId: "${idOf(issue, 'Issue')}")`
    expect(await search(ofIssue, receiverMember)).toEqual([early, late])
    expect(await search(ofIssue, backerMember)).toEqual([late])
    const ofBacker = `(byOrganizationId: "${idOf(backer, 'Organization')}")`
    expect(await search(ofBacker, receiverMember)).toEqual([late, third])
    expect(await search(ofBacker, backerMember)).toEqual([late])
  })

  test('for nothing is refused; for what is not there, it says so', async () => {
    const { receiver, repository } = stage
    const nothing = '00000000-0000-4000-8000-000000000000'
    expect(await search('', stage.receiverMember)).toBe('BAD_USER_INPUT')
    expect(await search(`(repository: "${repository.name}")`)).toBe('BAD_USER_INPUT')
    expect(await search('(organization: "nobody")')).toBe('NOT_FOUND')
    expect(await search(`(organization: "${receiver.login}", repository: "x")`)).toBe('NOT_FOUND')
    expect(await search(`(issueId: "${encodeId('Issue', nothing)}")`)).toBe('NOT_FOUND')
    const by = `(byOrganizationId: "${encodeId('Organization', nothing)}")`
    expect(await search(by)).toBe('NOT_FOUND')
  })

  test('an issue that one may not see is not there', async () => {
    const hidden = await createStage(app.db, { isPrivate: true })
    const args = `(issueId: "${idOf(hidden.issue, 'Issue')}")`
    expect(await search(args, stage.receiverMember)).toBe('NOT_FOUND')
    expect(await search(args, hidden.receiverMember)).toEqual([])
  })
})

describe('own lists', () => {
  test('one’s own pledges, in any state but unpaid', async () => {
    const { issue, stranger } = stage
    const mine = { byUserId: stranger.id }
    await createPledge(app.db, issue, { ...mine, state: 'INITIATED' })
    await createPledge(app.db, issue)
    const refunded = await createPledge(app.db, issue, { ...mine, state: 'REFUNDED' })
    const created = await createPledge(app.db, issue, mine)
    const list = async (args: string) =>
      (await ask(`{ viewer { pledges${args} { totalCount nodes { id } } } }`, stranger)).data
    expect(await list('')).toEqual({
      viewer: {
        pledges: { totalCount: 2, nodes: [{ id: idOf(created) }, { id: idOf(refunded) }] },
      },
    })
    expect(await list('(states: [REFUNDED])')).toEqual({
      viewer: { pledges: { totalCount: 1, nodes: [{ id: idOf(refunded) }] } },
    })
  })

  test('what an organization pays: its members see it, strangers do not', async () => {
    const { issue, backer } = stage
    await createPledge(app.db, issue, { byOrganizationId: backer.id, state: 'REFUNDED' })
    const query = `{ organization(login: "${backer.login}") { pledges { totalCount } } }`
    const of = async (user?: { id: string }) => (await ask(query, user)).data?.organization
    expect(await of(stage.backerMember)).toEqual({ pledges: { totalCount: 1 } })
    expect(await of(stage.stranger)).toEqual({ pledges: { totalCount: 0 } })
    expect(await of()).toEqual({ pledges: { totalCount: 0 } })
  })

  test('staff see all but unpaid ones, others learn nothing of that', async () => {
    const { issue } = stage
    const staff = await createUser(app.db, { login: 'boss' })
    await createPledge(app.db, issue, { state: 'INITIATED' })
    await createPledge(app.db, issue, { paymentId: 'pi_9', email: 'a@example.com' })
    await createPledge(app.db, issue, { state: 'DISPUTED' })
    const query = '{ staffPledges(states: [CREATED]) { totalCount nodes { paymentId email } } }'
    expect((await ask(query, staff)).data?.staffPledges).toEqual({
      totalCount: 1,
      nodes: [{ paymentId: 'pi_9', email: 'a@example.com' }],
    })
    expect((await ask('{ staffPledges { totalCount } }', staff)).data?.staffPledges).toEqual({
      totalCount: 2,
    })
    const refused = await ask('{ staffPledges { totalCount } }', stage.receiverAdmin)
    expect(refused.errors?.[0]?.extensions.code).toBe('NOT_FOUND')
  })
})

describe('the summary of an issue', () => {
  const fields = `fundingGoal { amount } total { amount } pledgeCount
    backings { totalCount nodes { type backer { name } } } byType { type total { amount } pledgeCount backings(first: 1) { totalCount nodes { backer { name } } } }`

  const summaryOf = async (issue: { id: string }, user?: { id: string }) => {
    const node = `node(id: "${idOf(issue, 'Issue')}") { ... on Issue { pledgesSummary { ${fields} } } }`
    return (await ask(`{ ${node} }`, user)).data?.node
  }

  test('anybody who sees the issue sees what counts, by whom', async () => {
    const { issue, stranger, backer } = stage
    await app.db.issue.update({ where: { id: issue.id }, data: { fundingGoal: 100_000n } })
    await createPledge(app.db, issue, { byUserId: stranger.id, amount: 5_000_000_000n })
    await createPledge(app.db, issue, {
      ...{ type: 'PAY_ON_COMPLETION', byOrganizationId: backer.id, amount: 700n },
    })
    await createPledge(app.db, issue, {
      ...{ byUserId: stranger.id, isAnonymous: true, state: 'PENDING', amount: 3n },
    })
    await createPledge(app.db, issue, { byUserId: stranger.id, state: 'REFUNDED' })
    await createPledge(app.db, issue, { byUserId: stranger.id, state: 'INITIATED' })
    const person = { name: stranger.login }
    const summary = (anonymous: object | null) => ({
      pledgesSummary: {
        fundingGoal: { amount: 100_000 },
        total: { amount: 5_000_000_703 },
        pledgeCount: 3,
        backings: {
          totalCount: 3,
          nodes: [
            { type: 'PAY_UPFRONT', backer: person },
            { type: 'PAY_ON_COMPLETION', backer: { name: backer.login } },
            { type: 'PAY_UPFRONT', backer: anonymous },
          ],
        },
        byType: [
          {
            ...{ type: 'PAY_UPFRONT', total: { amount: 5_000_000_003 }, pledgeCount: 2 },
            backings: { totalCount: 2, nodes: [{ backer: person }] },
          },
          {
            ...{ type: 'PAY_ON_COMPLETION', total: { amount: 700 }, pledgeCount: 1 },
            backings: { totalCount: 1, nodes: [{ backer: { name: backer.login } }] },
          },
          {
            ...{ type: 'PAY_DIRECTLY', total: { amount: 0 }, pledgeCount: 0 },
            backings: { totalCount: 0, nodes: [] },
          },
        ],
      },
    })
    expect(await summaryOf(issue)).toEqual(summary(null))
    expect(await summaryOf(issue, stranger)).toEqual(summary(person))
  })

  test('everybody reads all backers, a page after the other in either direction', async () => {
    const { issue, stranger } = stage
    const { repositoryId, organizationId } = issue
    await app.db.pledge.createMany({
      data: Array.from({ length: 103 }, (_, index) => ({
        ...{ issueId: issue.id, repositoryId, organizationId, byUserId: stranger.id },
        ...{ amount: 5_000n, state: 'CREATED' as const },
        type: index % 2 === 0 ? ('PAY_UPFRONT' as const) : ('PAY_ON_COMPLETION' as const),
        // Some of the same time: their ids decide.
        createdAt: new Date(Date.UTC(2026, 0, 1, 0, 0, Math.floor(index / 3))),
      })),
    })
    type Page = { pageInfo: Record<string, string | boolean>; edges: { cursor: string }[] }
    const page = async (args: string, user?: { id: string }): Promise<Page> => {
      const fields = `backings(${args}) { pageInfo { hasNextPage hasPreviousPage startCursor endCursor } edges { cursor node { type } } }`
      const node = `node(id: "${idOf(issue, 'Issue')}") { ... on Issue { pledgesSummary { ${fields} } } }`
      const { data, errors } = await ask(`{ ${node} }`, user)
      expect(errors).toBeUndefined()
      const found = data?.node as { pledgesSummary: { backings: Page } } | undefined
      return found?.pledgesSummary.backings ?? expect.unreachable('the issue is there')
    }
    const first = await page('first: 100')
    expect(first.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false })
    const rest = await page(`first: 100, after: "${first.pageInfo.endCursor}"`)
    expect(rest.edges).toHaveLength(3)
    expect(rest.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true })
    const all = [...first.edges, ...rest.edges]
    expect(new Set(all.map(({ cursor }) => cursor)).size).toBe(103)
    const last = await page('last: 3')
    expect(last.edges).toEqual(all.slice(-3))
    expect((await page(`last: 100, before: "${last.pageInfo.startCursor}"`)).edges).toEqual(
      all.slice(0, 100),
    )
  })

  test.each(['x', '', encodeId('Pledge', 'a'), Buffer.from('Backing:1:2').toString('base64url')])(
    'the cursor "%s" is none of its backers',
    async (after) => {
      const backings = `backings(after: "${after}") { nodes { type } }`
      const { errors } = await ask(
        `{ node(id: "${idOf(stage.issue, 'Issue')}") { ... on Issue { pledgesSummary { ${backings} } } } }`,
      )
      expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
    },
  )

  test('who may not see the issue sees none', async () => {
    const { issue, receiverMember } = await createStage(app.db, { isPrivate: true })
    expect(await summaryOf(issue, stage.stranger)).toBeNull()
    expect(await summaryOf(issue, receiverMember)).toMatchObject({ pledgesSummary: {} })
  })

  test('and lists of issues and pledges take the same statements for one as for many', async () => {
    const { receiver, repository, receiverAdmin } = stage
    const place = { organizationId: receiver.id, repositoryId: repository.id }
    for (let number = 2; number <= 12; number++) {
      const issue = await createIssue(app.db, { ...place, number })
      for (const byUserId of [receiverAdmin.id, stage.stranger.id]) {
        await createPledge(app.db, issue, { byUserId })
      }
    }
    const { cookie } = await app.signIn(receiverAdmin.id)
    const statements = async (query: string) => {
      const { statements } = await app.statementsDuring(() => app.query(query, {}, { cookie }))
      return statements.length
    }
    const issues = (first: number) =>
      `{ issues(first: ${first}) { nodes { pledgesSummary { ${fields} } pledges(first: 2) { totalCount nodes { id } } } } }`
    expect(await statements(issues(12))).toBe(await statements(issues(2)))
    const pledges = (first: number) =>
      `{ pledges(organization: "${receiver.login}", first: ${first}) { totalCount nodes {
        viewerCanDispute issue { title } createdBy { login } backer { name } refundedAt } } }`
    expect(await statements(pledges(22))).toBe(await statements(pledges(2)))
  })
})
