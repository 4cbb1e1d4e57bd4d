import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Prisma } from '#generated/prisma/client.ts'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createPledge, createStage, type Stage } from '../../test/backing.ts'
import { createMembership, createUser } from '../../test/demo.ts'
import { monthOf } from './month.ts'

let app: TestApp
let stage: Stage

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())
beforeEach(async () => {
  await app.empty('organization', '"user"', 'idempotency_key', 'pgboss.job_common')
  stage = await createStage(app.db)
  await setBacker({ billingEmail: 'bills@example.com' })
})

const setBacker = (data: Prisma.OrganizationUpdateInput) =>
  app.db.organization.update({ where: { id: stage.backer.id }, data })

type Input = {
  by?: string
  behalf?: string
  issueId?: string
  amount?: number
  isAnonymous?: boolean
  idempotencyKey?: string
}

type Outcome = {
  pledge?: { id: string; state: string; type: string; backer: { login: string } | null }
  code?: string
  __typename: string
}

const promise = async (user: { id: string } | null, input: Input = {}) => {
  const { by, behalf, issueId = stage.issue.id, amount = 6_000, ...rest } = input
  const headers: Record<string, string> = user ? { cookie: (await app.signIn(user.id)).cookie } : {}
  const { data, errors } = await app.query<{ createPledgeOnCompletion: Outcome }, object>(
    `mutation ($input: CreatePledgeOnCompletionInput!) { createPledgeOnCompletion(input: $input) {
      __typename
      ... on CreatePledgeOnCompletionPayload { pledge { id state type backer { login } } }
      ... on Error { code }
      ... on SpendingLimitExceeded { kind limit { amount } spent { amount } }
      ... on PledgeTooSmall { minimum { amount } } } }`,
    {
      input: {
        issueId: encodeId('Issue', issueId),
        amount: { amount, currency: 'USD' },
        ...(by && { byOrganizationId: encodeId('Organization', by) }),
        ...(behalf && { onBehalfOfOrganizationId: encodeId('Organization', behalf) }),
        ...rest,
      },
    },
    headers,
  )
  return data?.createPledgeOnCompletion ?? { __typename: `${errors?.[0]?.extensions.code}` }
}

describe('a pledge on completion', () => {
  test('of a person is created, not paid, and counts at once', async () => {
    const outcome = await promise(stage.stranger)
    expect(outcome.pledge).toMatchObject({
      ...{ state: 'CREATED', type: 'PAY_ON_COMPLETION' },
      backer: { login: stage.stranger.login },
    })
    const pledge = await app.db.pledge.findFirstOrThrow()
    expect(pledge).toMatchObject({
      ...{ amount: 6_000n, fee: 0n, amountReceived: null, paymentId: null },
      ...{ byUserId: stage.stranger.id, createdById: stage.stranger.id, byOrganizationId: null },
      ...{ organizationId: stage.receiver.id, repositoryId: stage.repository.id },
    })
    const { pledgedAmountSum } = await app.db.issue.findFirstOrThrow()
    expect(pledgedAmountSum).toBe(6_000n)
  })

  test('of an organization is made by any of its members', async () => {
    const { backer, backerMember, receiverMember } = stage
    const outcome = await promise(backerMember, { by: backer.id })
    expect(outcome.pledge?.backer).toEqual({ login: backer.login })
    expect(await app.db.pledge.findFirstOrThrow()).toMatchObject({
      ...{ byOrganizationId: backer.id, byUserId: null, createdById: backerMember.id },
    })
    expect((await promise(receiverMember, { by: backer.id })).__typename).toBe(
      'NotAnOrganizationMember',
    )
  })

  test('on behalf of an organization is paid by the person', async () => {
    const { backer, backerMember, stranger } = stage
    const outcome = await promise(backerMember, { behalf: backer.id })
    expect(outcome.pledge?.backer).toEqual({ login: backer.login })
    expect(await app.db.pledge.findFirstOrThrow()).toMatchObject({
      ...{ byUserId: backerMember.id, onBehalfOfOrganizationId: backer.id, byOrganizationId: null },
    })
    expect((await promise(stranger, { behalf: backer.id })).__typename).toBe(
      'NotAnOrganizationMember',
    )
  })

  test('is refused to who has left the organization', async () => {
    const left = await createUser(app.db)
    const organizationId = stage.backer.id
    await createMembership(app.db, { userId: left.id, organizationId, deletedAt: new Date() })
    for (const input of [{ by: organizationId }, { behalf: organizationId }]) {
      expect((await promise(left, input)).__typename).toBe('NotAnOrganizationMember')
    }
  })

  test('is not both an organization’s and on behalf of one', async () => {
    const { backer, backerMember } = stage
    const outcome = await promise(backerMember, { by: backer.id, behalf: backer.id })
    expect(outcome).toMatchObject({ __typename: 'PayerAmbiguous', code: 'BAD_USER_INPUT' })
    expect(await app.db.pledge.count()).toBe(0)
  })

  test('needs somebody who is signed in and sees the issue', async () => {
    const hidden = await createStage(app.db, { isPrivate: true })
    expect((await promise(null)).__typename).toBe('UNAUTHENTICATED')
    const issueId = hidden.issue.id
    expect((await promise(stage.stranger, { issueId })).__typename).toBe('IssueNotFound')
    expect((await promise(hidden.receiverMember, { issueId })).pledge).toBeDefined()
  })

  test('is as much as the receiving organization wants at least', async () => {
    const { receiver, stranger } = stage
    expect(await promise(stranger, { amount: 1_999 })).toMatchObject({
      ...{ __typename: 'PledgeTooSmall', minimum: { amount: 2_000 } },
    })
    const data = { pledgeMinimumAmount: 0n }
    await app.db.organization.update({ where: { id: receiver.id }, data })
    expect((await promise(stranger, { amount: 0 })).__typename).toBe('PledgeTooSmall')
    expect((await promise(stranger, { amount: -500 })).__typename).toBe('PledgeTooSmall')
    expect((await promise(stranger, { amount: 100_000_000 })).__typename).toBe('PledgeTooLarge')
    expect((await promise(stranger, { amount: 50 })).pledge).toBeDefined()
  })

  test('is made once for a key, whoever asks twice at the same time', async () => {
    const { stranger } = stage
    const twice = await Promise.all(
      [1, 2].map(() => promise(stranger, { idempotencyKey: 'one', isAnonymous: true })),
    )
    expect(new Set(twice.map(({ pledge }) => pledge?.id)).size).toBe(1)
    expect(await app.db.pledge.count()).toBe(1)
    const other = await promise(stranger, { idempotencyKey: 'one', amount: 7_000 })
    expect(other.code).toBe('CONFLICT')
  })

  test('on a closed issue asks its maintainers; on a solved one its invoice is sent', async () => {
    const { issue, stranger } = stage
    await app.db.issue.update({ where: { id: issue.id }, data: { state: 'CLOSED' } })
    await promise(stranger)
    const closed = await app.db.issue.findUniqueOrThrow({ where: { id: issue.id } })
    expect(closed.needsConfirmationSolved).toBe(true)
    expect(await invoicesDue()).toBe(0)
    const data = { confirmedSolvedAt: new Date(), needsConfirmationSolved: false }
    await app.db.issue.update({ where: { id: issue.id }, data })
    await promise(stranger)
    expect(await invoicesDue()).toBe(2)
  })
})

const invoicesDue = async () => {
  const [row] = await app.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job WHERE name = 'pledge.send_invoice'`
  return row?.count
}

describe('limits of an organization that pays', () => {
  const asMember = (amount = 6_000) => promise(stage.backerMember, { by: stage.backer.id, amount })

  test('for all members together', async () => {
    await setBacker({ totalMonthlySpendingLimit: 10_000n })
    expect((await asMember()).pledge).toBeDefined()
    expect(await promise(stage.backerAdmin, { by: stage.backer.id })).toMatchObject({
      ...{ __typename: 'SpendingLimitExceeded', code: 'BAD_USER_INPUT', kind: 'ORGANIZATION' },
      ...{ limit: { amount: 10_000 }, spent: { amount: 6_000 } },
    })
    expect((await asMember(4_000)).pledge).toBeDefined()
  })

  test('for one member, which comes first', async () => {
    await setBacker({ perUserMonthlySpendingLimit: 10_000n, totalMonthlySpendingLimit: 20_000n })
    expect((await asMember()).pledge).toBeDefined()
    expect(await asMember()).toMatchObject({ kind: 'MEMBER', spent: { amount: 6_000 } })
    expect((await promise(stage.backerAdmin, { by: stage.backer.id })).pledge).toBeDefined()
    await setBacker({ totalMonthlySpendingLimit: 10_000n })
    expect(await asMember()).toMatchObject({ kind: 'MEMBER' })
  })

  test('then for the address of its bills', async () => {
    await setBacker({ billingEmail: null, totalMonthlySpendingLimit: 10_000n })
    expect((await asMember()).__typename).toBe('BillingEmailMissing')
    expect(await asMember(10_001)).toMatchObject({ kind: 'ORGANIZATION' })
  })

  test('of zero are none', async () => {
    await setBacker({ perUserMonthlySpendingLimit: 0n, totalMonthlySpendingLimit: 0n })
    expect((await asMember(90_000_000)).pledge).toBeDefined()
  })

  test('count what was pledged this month, whatever became of it', async () => {
    await setBacker({ totalMonthlySpendingLimit: 10_000n })
    const { start } = monthOf(new Date())
    const by = { byOrganizationId: stage.backer.id, amount: 6_000n }
    const before = new Date(start.getTime() - 1)
    await createPledge(app.db, stage.issue, { ...by, createdAt: before })
    const pledge = await createPledge(app.db, stage.issue, { ...by, createdAt: start })
    await app.db.pledge.update({ where: { id: pledge.id }, data: { state: 'REFUNDED' } })
    expect(await asMember()).toMatchObject({ kind: 'ORGANIZATION', spent: { amount: 6_000 } })
    expect((await asMember(4_000)).pledge).toBeDefined()
  })

  test('hold for pledges made at the same time, on different issues', async () => {
    await setBacker({ totalMonthlySpendingLimit: 10_000n })
    const others = await Promise.all([createStage(app.db), createStage(app.db)])
    const issues = [stage.issue, ...others.map(({ issue }) => issue)]
    const by = stage.backer.id
    const outcomes = await Promise.all(
      issues.map(({ id: issueId }) => promise(stage.backerMember, { by, issueId })),
    )
    expect(outcomes.filter(({ pledge }) => pledge)).toHaveLength(1)
    expect(outcomes.filter((each) => each.__typename === 'SpendingLimitExceeded')).toHaveLength(2)
  })

  test('are not those of who pays on behalf of it', async () => {
    await setBacker({ totalMonthlySpendingLimit: 10_000n, billingEmail: null })
    const outcome = await promise(stage.backerMember, { behalf: stage.backer.id, amount: 20_000 })
    expect(outcome.pledge).toBeDefined()
  })
})

describe('spending', () => {
  const spendingOf = async (user: { id: string }) => {
    const { cookie } = await app.signIn(user.id)
    const { data } = await app.query<{ organization: object }, object>(
      `{ organization(login: "${stage.backer.login}") {
        viewerSpending { amount { amount } limit { amount } remaining { amount } }
        totalSpending { amount { amount } limit { amount } remaining { amount } } } }`,
      {},
      { cookie },
    )
    return data?.organization
  }

  test('members see their own, admins also what all have pledged', async () => {
    await setBacker({ perUserMonthlySpendingLimit: 10_000n, totalMonthlySpendingLimit: 20_000n })
    await promise(stage.backerMember, { by: stage.backer.id })
    const of = (amount: number, limit: number) => ({
      ...{ amount: { amount }, limit: { amount: limit }, remaining: { amount: limit - amount } },
    })
    expect(await spendingOf(stage.backerMember)).toEqual({
      ...{ viewerSpending: of(6_000, 10_000), totalSpending: null },
    })
    expect(await spendingOf(stage.backerAdmin)).toEqual({
      ...{ viewerSpending: of(0, 10_000), totalSpending: of(6_000, 20_000) },
    })
    expect(await spendingOf(stage.stranger)).toEqual({ viewerSpending: null, totalSpending: null })
  })

  test('of many organizations takes one statement', async () => {
    const others = await Promise.all([createStage(app.db), createStage(app.db)])
    const { backerAdmin } = stage
    const organizationIds = [stage, ...others].map(({ backer }) => backer.id)
    for (const organizationId of organizationIds.slice(1)) {
      await createMembership(app.db, { userId: backerAdmin.id, organizationId, isAdmin: true })
    }
    const { cookie } = await app.signIn(backerAdmin.id)
    const statements = async (ids: string[]) => {
      const nodes = ids.map((id) => `"${encodeId('Organization', id)}"`).join(', ')
      const query = `{ nodes(ids: [${nodes}]) { ... on Organization {
        viewerSpending { amount { amount } } totalSpending { amount { amount } } } } }`
      return (await app.statementsDuring(() => app.query(query, {}, { cookie }))).statements.length
    }
    expect(await statements(organizationIds)).toBe(await statements(organizationIds.slice(0, 1)))
  })
})
