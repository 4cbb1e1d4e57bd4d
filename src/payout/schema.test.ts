import { afterAll, beforeAll, expect, test } from 'vitest'
import { encodeId } from '#lib/ids.ts'
import { createDemo, createMembership, createUser } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import { type PayeesTest, startWithPayees } from '../../test/payouts.ts'
import * as payouts from './service.ts'

let world: PayeesTest
let staff: { cookie: string }
beforeAll(async () => {
  world = await startWithPayees({ settings: { STAFF: 'boss' } })
  world.control.changeSettings({ availableAfterDays: 0 })
  staff = await world.app.signIn((await createUser(world.app.db, { login: 'boss' })).id)
})
afterAll(() => world.stop())

const Statement = graphql(`
  query Statement($first: Int, $last: Int, $after: String, $before: String) {
    viewer {
      payoutAccount {
        balance {
          owed { amount }
          paidOut { amount }
          atProcessor { amount currency }
        }
        statement(first: $first, last: $last, after: $after, before: $before) {
          totalCount
          pageInfo { hasNextPage hasPreviousPage endCursor startCursor }
          nodes {
            id
            kind
            postedAt
            paidOutAt
            amount { amount currency }
            accountAmount { amount currency }
            issue { title }
          }
        }
      }
    }
  }
`)

const statementOf = async (userId: string, variables = {}) => {
  const { cookie } = await world.app.signIn(userId)
  const { data, errors } = await world.app.query(Statement, variables, { cookie })
  expect(errors).toBeUndefined()
  const account = data?.viewer?.payoutAccount
  if (!account) throw new Error('no account')
  return account
}

/** A pledge on an issue. */
const pledgeOn = async ({ isPrivate = false } = {}) => {
  const [{ organization, repository, issue } = {}] = await createDemo(world.app.db, { isPrivate })
  if (!issue || !organization || !repository) throw new Error('no issue')
  const place = { organizationId: organization.id, repositoryId: repository.id, issueId: issue.id }
  return world.app.db.pledge.create({ data: { ...place, amount: 1_000n } })
}

const earn = async (payee: { id: string }, pledgeId?: string) => {
  const payment = await world.pay(1_000n, pledgeId)
  const transfer = await world.owe(payment.id, payee.id)
  await payouts.send(world.app.ctx, transfer.id)
  return { payment, transfer }
}

test('somebody sees what they earned and were paid, the latest first, and the issues they may see', async () => {
  const payee = await world.payeeIn('DE')
  const earned = await earn(payee, (await pledgeOn()).id)
  await earn(payee, (await pledgeOn({ isPrivate: true })).id)
  const { id: payoutId } = world.control.payOut({ account: payee.stripeId, currency: 'eur' })
  await payouts.record(world.app.ctx, { account: payee.stripeId, payoutId })
  const payment = await world.pay(1_000n)
  await world.owe(payment.id, payee.id, 500n)
  await world.giveBack(earned.payment.id, 200n)
  const { balance, statement } = await statementOf(payee.user.id)
  expect(balance).toEqual({
    owed: { amount: 300 },
    paidOut: { amount: 2_000 },
    atProcessor: [{ amount: 0, currency: 'eur' }],
  })
  expect(
    statement.nodes.map((line) => [
      line.kind,
      line.amount.amount,
      line.accountAmount?.amount,
      line.paidOutAt !== null,
      line.issue?.title,
    ]),
  ).toEqual([
    ['TRANSFER_REVERSAL', -200, undefined, false, 'Issue 1'],
    ['TRANSFER', 500, undefined, false, undefined],
    ['PAYOUT', -2_000, -1_800, false, undefined],
    ['TRANSFER', 1_000, 900, true, undefined],
    ['TRANSFER', 1_000, 900, true, 'Issue 1'],
  ])
  expect(statement.totalCount).toBe(5)
})

test('a statement goes on where its page ended, in both directions', async () => {
  const payee = await world.payeeIn()
  const payment = await world.pay(1_000n)
  for (const amount of [100n, 200n, 300n, 400n]) await world.owe(payment.id, payee.id, amount)
  const page = async (variables: object) => {
    const { statement } = await statementOf(payee.user.id, variables)
    return {
      amounts: statement.nodes.map(({ amount }) => amount.amount),
      ...statement.pageInfo,
    }
  }
  const first = await page({ first: 3 })
  expect(first).toMatchObject({ amounts: [400, 300, 200], hasNextPage: true })
  const rest = await page({ first: 3, after: first.endCursor })
  expect(rest).toMatchObject({ amounts: [100], hasNextPage: false })
  const back = await page({ last: 2, before: rest.startCursor })
  expect(back).toMatchObject({ amounts: [300, 200], hasPreviousPage: true })
  const { errors } = await world.app.query(
    Statement,
    { after: 'nonsense' },
    await world.app.signIn(payee.user.id).then(({ cookie }) => ({ cookie })),
  )
  expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
})

test('nobody else sees them', async () => {
  const payee = await world.payeeIn()
  await earn(payee)
  const query = `query ($id: ID!) { node(id: $id) { ... on PayoutAccount { balance { owed { amount } } } } }`
  const { cookie } = await world.app.signIn((await createUser(world.app.db)).id)
  const variables = { id: encodeId('PayoutAccount', payee.id) }
  for (const headers of [{ cookie: '' }, { cookie }]) {
    const { data } = await world.app.query<{ node: unknown }, object>(query, variables, headers)
    expect(data?.node).toBeNull()
  }
})

test('the accounts of many organizations take as many statements as those of one', async () => {
  const { db } = world.app
  const reader = await createUser(db)
  const { cookie } = await world.app.signIn(reader.id)
  const openOne = async () => {
    const { organizationId, id: pledgeId } = await pledgeOn()
    await createMembership(db, { userId: reader.id, organizationId })
    const owner = { organizationId, adminId: reader.id }
    const collective = { openCollectiveSlug: organizationId, type: 'OPEN_COLLECTIVE' as const }
    const account = await db.payoutAccount.create({ data: { ...collective, ...owner } })
    for (const pledge of [pledgeId, (await pledgeOn()).id]) {
      const { id } = await world.pay(1_000n, pledge)
      await world.owe(id, account.id, 500n, 'OPEN_COLLECTIVE')
    }
    return encodeId('PayoutAccount', account.id)
  }
  const ask = async (ids: string[]) => {
    const query = `query ($ids: [ID!]!) {
      nodes(ids: $ids) {
        ... on PayoutAccount {
          balance { owed { amount } atProcessor { amount } }
          statement(first: 5) { totalCount nodes { amount { amount } issue { title number } } }
        }
      }
    }`
    const { result, statements } = await world.app.statementsDuring(() =>
      world.app.query<{ nodes: object[] }, object>(query, { ids }, { cookie }),
    )
    expect(result.errors).toBeUndefined()
    for (const node of result.data?.nodes ?? []) {
      expect(node).toMatchObject({
        balance: { owed: { amount: 1_000 }, atProcessor: [] },
        statement: { totalCount: 2, nodes: [{ issue: { number: 1 } }, { issue: { number: 1 } }] },
      })
    }
    return statements.length
  }
  const one = await openOne()
  const few = await ask([one])
  expect(await ask([one, await openOne(), await openOne()])).toBe(few)
})

const Unsettled = graphql(`
  query Unsettled($awaits: LedgerTransactionAwaits!) {
    ledgerTransactions(awaits: $awaits, first: 100) {
      nodes { id payoutAccountId }
    }
  }
`)

const WriteOff = graphql(`
  mutation WriteOff($input: WriteOffTransferReversalInput!) {
    writeOffTransferReversal(input: $input) {
      __typename
      ... on WriteOffTransferReversalPayload { transaction { id kind note } }
      ... on Error { message code path }
    }
  }
`)

const RecordPayout = graphql(`
  mutation RecordPayout($input: RecordOpenCollectivePayoutInput!) {
    recordOpenCollectivePayout(input: $input) {
      __typename
      ... on RecordOpenCollectivePayoutPayload { transaction { id kind } }
      ... on Error { message code path }
    }
  }
`)

const waitingFor = async (awaits: 'PROCESSOR' | 'MANUAL_PAYOUT', payoutAccountId: string) => {
  const { data } = await world.app.query(Unsettled, { awaits }, { cookie: staff.cookie })
  const account = encodeId('PayoutAccount', payoutAccountId)
  return data?.ledgerTransactions.nodes
    .filter((each) => each.payoutAccountId === account)
    .map(({ id }) => id)
}

test('staff see what can’t be taken back, and write it off', async () => {
  const payee = await world.payeeIn()
  const { payment } = await earn(payee)
  const { id: payoutId } = world.control.payOut({ account: payee.stripeId, currency: 'usd' })
  await payouts.record(world.app.ctx, { account: payee.stripeId, payoutId })
  const [reversal = ''] = await world.giveBack(payment.id, 400n)
  const transactionId = encodeId('LedgerTransaction', reversal)
  expect(await waitingFor('PROCESSOR', payee.id)).toEqual([transactionId])
  expect((await statementOf(payee.user.id)).balance.owed.amount).toBe(-400)
  const input = { transactionId, note: 'The account is closed', idempotencyKey: 'one' }
  const write = async (headers: Record<string, string>) =>
    world.app.query(WriteOff, { input }, headers)
  const { data } = await write({ cookie: staff.cookie })
  expect(data?.writeOffTransferReversal).toMatchObject({
    transaction: { kind: 'ADJUSTMENT', note: 'The account is closed' },
  })
  expect((await write({ cookie: staff.cookie })).data).toEqual(data)
  expect(await waitingFor('PROCESSOR', payee.id)).toEqual([])
  expect((await statementOf(payee.user.id)).balance.owed.amount).toBe(0)
  const again = { ...input, idempotencyKey: 'two' }
  const second = await world.app.query(WriteOff, { input: again }, { cookie: staff.cookie })
  expect(second.data?.writeOffTransferReversal).toMatchObject({
    __typename: 'NotWrittenOff',
    code: 'CONFLICT',
    path: ['input', 'transactionId'],
  })
  const { cookie } = await world.app.signIn(payee.user.id)
  expect((await write({ cookie })).errors?.[0]?.extensions.code).toBe('NOT_FOUND')
  expect((await write({})).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
})

test('staff book what they have sent to a collective', async () => {
  const payee = await world.payeeIn()
  const payment = await world.pay(1_000n)
  const { id } = await world.owe(payment.id, payee.id, 500n, 'OPEN_COLLECTIVE')
  const transactionId = encodeId('LedgerTransaction', id)
  expect(await waitingFor('MANUAL_PAYOUT', payee.id)).toEqual([transactionId])
  const payoutAccountId = encodeId('PayoutAccount', payee.id)
  const record = (transactionIds: string[], headers: Record<string, string> = staff) =>
    world.app.query(
      RecordPayout,
      { input: { payoutAccountId, transactionIds } },
      { cookie: headers.cookie ?? '' },
    )
  const { data } = await record([transactionId])
  expect(data?.recordOpenCollectivePayout).toMatchObject({ transaction: { kind: 'PAYOUT' } })
  expect((await record([transactionId])).data).toEqual(data)
  expect(await waitingFor('MANUAL_PAYOUT', payee.id)).toEqual([])
  const unknown = await record([encodeId('LedgerTransaction', payment.id)])
  expect(unknown.data?.recordOpenCollectivePayout).toMatchObject({
    __typename: 'TransferNotFound',
    code: 'NOT_FOUND',
  })
  expect((await record([])).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT')
  const { cookie } = await world.app.signIn(payee.user.id)
  expect((await record([transactionId], { cookie })).errors?.[0]?.extensions.code).toBe('NOT_FOUND')
})
