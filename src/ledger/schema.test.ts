import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestApp, type TestApp } from '../../test/app.ts'
import { createUser } from '../../test/demo.ts'
import { graphql } from '../../test/generated/gql.ts'
import * as ledger from './service.ts'

const Transactions = graphql(`
  query LedgerTransactions($first: Int!, $after: String, $kind: LedgerTransactionKind) {
    ledgerTransactions(first: $first, after: $after, kind: $kind) {
      totalCount
      pageInfo { endCursor }
      nodes {
        kind
        payment { kind }
        entries { nodes { amount account { kind currency } } }
      }
    }
  }
`)

const TrialBalance = graphql(`
  query LedgerTrialBalance {
    ledgerTrialBalance { totalCount nodes { kind currency accountCount debit credit } }
  }
`)

let app: TestApp
let staff: { cookie: string }
beforeAll(async () => {
  app = await startTestApp({ worker: false, settings: { STAFF: 'boss' } })
  staff = await as('boss')
  const causes = { pledgeId: randomUUID(), chargeId: 'ch_1' }
  const payment = { key: 'payment', currency: 'usd', amount: 10_000n, fee: 320n, causes }
  const rest = { amount: 6_300n, fee: 700n, feeBasisPoints: 1_000 }
  await app.ctx.transaction(async (tx) => {
    const { id: paymentId } = await ledger.payment(tx, payment)
    await ledger.transfer(tx, { key: '1', paymentId, payeeAccountId: randomUUID(), ...rest })
  })
})
afterAll(() => app.stop())

const as = async (login: string) => {
  const { id } = await createUser(app.db, { login })
  return { cookie: (await app.signIn(id)).cookie }
}

const entry = (kind: string, amount: number) => ({ amount, account: { kind, currency: 'usd' } })

describe('staff guard: the ledger', () => {
  test('staff see what happened, the latest first, with its entries', async () => {
    const { data } = await app.query(Transactions, { first: 1 }, staff)
    expect(data?.ledgerTransactions).toMatchObject({
      totalCount: 2,
      nodes: [
        {
          kind: 'TRANSFER',
          payment: { kind: 'PAYMENT' },
          entries: {
            nodes: [
              entry('BACKER_FUNDS', 7_000),
              entry('PAYABLE', -6_300),
              entry('PLATFORM_REVENUE', -700),
            ],
          },
        },
      ],
    })
    const after = data?.ledgerTransactions.pageInfo.endCursor
    const next = await app.query(Transactions, { first: 1, after }, staff)
    expect(next.data?.ledgerTransactions.nodes).toMatchObject([{ kind: 'PAYMENT', payment: null }])
    const refunds = await app.query(Transactions, { first: 1, kind: 'REFUND' }, staff)
    expect(refunds.data?.ledgerTransactions.totalCount).toBe(0)
  })

  test('staff see the trial balance', async () => {
    const { data } = await app.query(TrialBalance, {}, staff)
    const row = (kind: string, debit: number, credit: number) => ({
      ...{ kind, currency: 'usd', accountCount: 1, debit, credit },
    })
    expect(data?.ledgerTrialBalance.nodes).toEqual([
      row('PROCESSOR_BALANCE', 9_680, 0),
      row('BACKER_FUNDS', 0, 3_000),
      row('PAYABLE', 0, 6_300),
      row('PLATFORM_REVENUE', 0, 700),
      row('PROCESSOR_FEES', 320, 0),
    ])
  })

  test.each([Transactions, TrialBalance])(
    'others: NOT_FOUND; nobody: UNAUTHENTICATED',
    async (document) => {
      const text = `${document}`
      const login = `someone-${randomUUID().slice(0, 8)}`
      const someone = await app.query<object, object>(text, { first: 1 }, await as(login))
      expect(someone.errors?.[0]?.extensions.code).toBe('NOT_FOUND')
      const nobody = await app.query<object, object>(text, { first: 1 })
      expect(nobody.errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED')
    },
  )

  test('a page takes the same statements for one transaction as for two', async () => {
    const page = (first: number) =>
      app.statementsDuring(() => app.query(Transactions, { first }, staff))
    const [one, two] = [await page(1), await page(2)]
    expect(two.statements).toHaveLength(one.statements.length)
  })
})
