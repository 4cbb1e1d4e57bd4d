import { afterAll, beforeAll, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { encodeId } from '#lib/ids.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
import {
  confirm,
  createFundedPlace,
  createPayoutAccount,
  createPledge,
  endWindow,
  type FundedPlace,
} from '../../test/rewards.ts'
import * as rewards from './service.ts'

let app: TestApp

beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(() => app.stop())

const amounts = ['funded', 'refunded', 'held', 'paidOut', 'platformFees', 'processorFees'] as const

const fields = `
  ${amounts.map((name) => `${name} { amount }`).join(' ')}
  entries(first: 50) {
    totalCount
    nodes {
      kind amount { amount } platformFee { amount } processorFee { amount }
      backer { login } receiver { login }
    }
  }`

type Entry = {
  kind: string
  amount: { amount: number }
  platformFee: { amount: number }
  processorFee: { amount: number }
  backer: { login: string } | null
  receiver: { login: string } | null
}

type Ledger = Record<(typeof amounts)[number], { amount: number }> & {
  entries: { totalCount: number; nodes: Entry[] }
}

const ledgerOf = async (place: FundedPlace, headers = {}) => {
  const { data, errors } = await app.query<{ node: { ledger: Ledger } | null }, object>(
    `query ($id: ID!) { node(id: $id) { ... on Issue { ledger { ${fields} } } } }`,
    { id: encodeId('Issue', place.issue.id) },
    headers,
  )
  expect(errors).toBeUndefined()
  if (!data?.node) throw new Error('no issue')
  return data.node.ledger
}

const sumsOf = (found: Ledger) =>
  Object.fromEntries(amounts.map((name) => [name, found[name].amount]))

const linesOf = ({ entries }: Ledger) =>
  entries.nodes.map(({ kind, amount, platformFee }) => [kind, amount.amount, platformFee.amount])

/** What the sums must be by the entries, and among each other. */
const expectToAddUp = (found: Ledger) => {
  const of = (kinds: string[], pick: (entry: Entry) => { amount: number }) =>
    found.entries.nodes
      .filter(({ kind }) => kinds.includes(kind))
      .reduce((sum, entry) => sum + pick(entry).amount, 0)
  const amount = ({ amount: money }: Entry) => money
  const fee = ({ platformFee }: Entry) => platformFee
  const sums = sumsOf(found)
  expect(sums).toEqual({
    funded: of(['PAYMENT'], amount),
    refunded: of(['REFUND', 'DISPUTE'], amount) - of(['DISPUTE_REVERSAL'], amount),
    paidOut: of(['TRANSFER'], amount) - of(['TRANSFER_REVERSAL'], amount),
    platformFees: of(['TRANSFER'], fee) - of(['TRANSFER_REVERSAL'], fee),
    processorFees:
      of(
        found.entries.nodes.map(({ kind }) => kind),
        (e) => e.processorFee,
      ) || 0,
    held: sums.held,
  })
  const { funded = 0, refunded = 0, held = 0, paidOut = 0, platformFees = 0 } = sums
  expect(funded - refunded).toBe(held + paidOut + platformFees)
}

const paymentOf = async (pledgeId: string) => {
  const payment = await ledger.paymentOfPledge(app.ctx, pledgeId)
  if (!payment) throw new Error('no payment')
  return payment.id
}

test('tells where the money went, and masks who wants it so', async () => {
  const place = await createFundedPlace(app)
  const [known, hidden, receiver] = await Promise.all([1, 2, 3].map(() => createUser(app.db)))
  const first = await createPledge(app, place, { byUserId: known?.id ?? '' })
  const second = await createPledge(app, place, { byUserId: hidden?.id ?? '', isAnonymous: true })
  await confirm(app, place, [
    { share: 700, organizationId: place.organization.id },
    { share: 300, githubLogin: receiver?.login ?? '' },
  ])
  await createPayoutAccount(app, { organizationId: place.organization.id })
  await endWindow(app, first.id)
  await rewards.payDue(app.ctx, first.id)
  const found = await ledgerOf(place)
  expect(sumsOf(found)).toEqual({
    ...{ funded: 20_000, refunded: 0, held: 13_000 },
    ...{ paidOut: 6_300, platformFees: 700, processorFees: 640 },
  })
  expect(found.entries.totalCount).toBe(3)
  expect(found.entries.nodes.map(({ backer, receiver: to }) => [backer?.login, to?.login])).toEqual(
    [
      [known?.login, undefined],
      [undefined, undefined],
      [known?.login, place.organization.login],
    ],
  )
  expect(linesOf(found)).toEqual([
    ['PAYMENT', 10_000, 0],
    ['PAYMENT', 10_000, 0],
    ['TRANSFER', 6_300, 700],
  ])
  const asHidden = await app.signIn(hidden?.id ?? '')
  const seen = await ledgerOf(place, { cookie: asHidden.cookie })
  expect(seen.entries.nodes[1]?.backer?.login).toBe(hidden?.login)
  expectToAddUp(found)
  expect(second.isAnonymous).toBe(true)
})

test('adds up after refunds and disputes, lost and won', async () => {
  const place = await createFundedPlace(app)
  const pledges = await Promise.all(
    [3_333n, 10_000n, 7_777n].map((amount) => createPledge(app, place, { amount })),
  )
  await confirm(app, place, [{ share: 1_000, organizationId: place.organization.id }])
  await createPayoutAccount(app, { organizationId: place.organization.id })
  for (const { id } of pledges) {
    await endWindow(app, id)
    await rewards.payDue(app.ctx, id)
  }
  const [refunded, lost, won] = await Promise.all(pledges.map(({ id }) => paymentOf(id)))
  await app.ctx.transaction(async (tx) => {
    await ledger.refund(tx, {
      key: 'r1',
      paymentId: refunded ?? '',
      amount: 1_111n,
      refundId: 're',
    })
    await ledger.dispute(tx, {
      ...{ key: 'd1', paymentId: lost ?? '', amount: 10_000n, fee: 1_500n, disputeId: 'dp1' },
    })
    const { transaction } = await ledger.dispute(tx, {
      ...{ key: 'd2', paymentId: won ?? '', amount: 7_777n, fee: 1_500n, disputeId: 'dp2' },
    })
    await ledger.reinstate(tx, { key: 'w2', disputeId: transaction.id })
  })
  const found = await ledgerOf(place)
  expectToAddUp(found)
  expect(sumsOf(found)).toMatchObject({ funded: 21_110, refunded: 11_111, held: 0 })
  expect(found.processorFees.amount).toBe(3 * 320 + 2 * 1_500)
})

test('is paged forwards and backwards', async () => {
  const place = await createFundedPlace(app)
  for (const amount of [100n, 200n, 300n, 400n, 500n]) await createPledge(app, place, { amount })
  const page = async (args: string) => {
    const { data } = await app.query<
      {
        node: {
          ledger: Ledger & {
            entries: { pageInfo: { hasNextPage: boolean; startCursor: string; endCursor: string } }
          }
        }
      },
      object
    >(
      `query ($id: ID!) { node(id: $id) { ... on Issue { ledger { entries(${args}) {
        nodes { amount { amount } } pageInfo { hasNextPage startCursor endCursor }
      } } } } }`,
      { id: encodeId('Issue', place.issue.id) },
    )
    const entries = data?.node.ledger.entries
    return { ...entries?.pageInfo, amounts: entries?.nodes.map(({ amount }) => amount.amount) }
  }
  const first = await page('first: 2')
  expect(first).toMatchObject({ amounts: [100, 200], hasNextPage: true })
  const second = await page(`first: 3, after: "${first.endCursor}"`)
  expect(second).toMatchObject({ amounts: [300, 400, 500], hasNextPage: false })
  expect(await page(`last: 2, before: "${second.startCursor}"`)).toMatchObject({
    amounts: [100, 200],
  })
  expect(await page('last: 2')).toMatchObject({ amounts: [400, 500] })
})

test('of many issues takes as many statements as of one', async () => {
  const places = []
  for (let index = 0; index < 4; index++) {
    const place = await createFundedPlace(app)
    await createPledge(app, place, { byUserId: place.admin.id })
    await createPledge(app, place)
    await confirm(app, place, [{ share: 1_000, organizationId: place.organization.id }])
    places.push(place)
  }
  const ask = (ids: string[]) =>
    app.statementsDuring(() =>
      app.query(
        `query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Issue { ledger { ${fields} } } } }`,
        {
          ids: ids.map((id) => encodeId('Issue', id)),
        },
      ),
    )
  const all = await ask(places.map(({ issue }) => issue.id))
  const one = await ask([places[0]?.issue.id ?? ''])
  expect(all.statements).toHaveLength(one.statements.length)
  expect(JSON.stringify(all.result)).not.toContain('"errors"')
})

test('of a private issue is seen by its members alone', async () => {
  const place = await createFundedPlace(app, { isPrivate: true })
  const pledge = await createPledge(app, place)
  const payment = await ledger.paymentOfPledge(app.ctx, pledge.id)
  const find = async (headers: Record<string, string>) => {
    const { data } = await app.query<{ nodes: ({ __typename: string } | null)[] }, object>(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename } }',
      {
        ids: [encodeId('Issue', place.issue.id), encodeId('IssueLedgerEntry', payment?.id ?? '')],
      },
      headers,
    )
    return data?.nodes.map((node) => node?.__typename)
  }
  expect(await find({})).toEqual([undefined, undefined])
  expect(await find(place.asAdmin)).toEqual(['Issue', 'IssueLedgerEntry'])
  expect(sumsOf(await ledgerOf(place, place.asAdmin))).toMatchObject({ funded: 10_000 })
})
