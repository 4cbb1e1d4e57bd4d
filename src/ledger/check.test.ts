import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Prisma } from '#generated/prisma/client.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import * as ledger from './service.ts'

let app: TestApp
const payeeAccountId = randomUUID()
let paymentId: string
let transferId: string

beforeAll(async () => {
  app = await startTestApp({ worker: false })
  await app.ctx.transaction(async (tx) => {
    const causes = { pledgeId: randomUUID(), chargeId: 'ch_1' }
    const paid = { key: 'payment', currency: 'usd', amount: 10_000n, fee: 320n, causes }
    paymentId = (await ledger.payment(tx, paid)).id
    const shared = { amount: 9_000n, fee: 1_000n, feeBasisPoints: 1_000 }
    const transfer = { key: 'transfer', paymentId, payeeAccountId, ...shared }
    transferId = (await ledger.transfer(tx, transfer)).id
    await ledger.settle(tx, { key: 'sent', transactionId: transferId, processorId: 'tr_1' })
  })
})
afterAll(() => app.stop())

/** The faults that are found after somebody has changed rows behind the triggers; it is undone. */
const faultsAfter = async (...changes: Prisma.Sql[]): Promise<string[]> => {
  const undone = new Error('undone')
  let faults: string[] = []
  await app.ctx
    .transaction(async (tx) => {
      await tx.db.$executeRaw`SET LOCAL session_replication_role = replica`
      for (const change of changes) expect(await tx.db.$executeRaw(change)).toBeGreaterThan(0)
      faults = await ledger.faultsOf(tx)
      throw undone
    })
    .catch((error) => {
      if (error !== undone) throw error
    })
  return faults
}

const ofKind = (kind: string) =>
  Prisma.sql`account_id IN (SELECT id FROM ledger_account WHERE kind::text = ${kind})`

test('books that nobody has touched have no faults', async () => {
  expect(await ledger.faultsOf(app.ctx)).toEqual([])
})

test('one changed amount is found', async () => {
  const change = Prisma.sql`
    UPDATE ledger_entry SET amount = amount - 1
    WHERE transaction_id = ${paymentId}::uuid AND ${ofKind('backer_funds')}`
  expect(await faultsAfter(change)).toEqual([
    `Transaction ${paymentId} is out of balance by -1 usd`,
  ])
})

test('changes that balance are found: more transferred than was paid, or than was sent', async () => {
  const of = (kind: string) => Prisma.sql`transaction_id = ${transferId}::uuid AND ${ofKind(kind)}`
  const faults = await faultsAfter(
    Prisma.sql`UPDATE ledger_entry SET amount = amount - 500 WHERE ${of('payable')}`,
    Prisma.sql`UPDATE ledger_entry SET amount = amount + 500 WHERE ${of('backer_funds')}`,
  )
  expect(faults.join('\n')).toContain('more was given back or transferred than was paid')
  expect(faults.join('\n')).toContain('moved 9000 where 9500 was owed')
  expect(faults.join('\n')).toContain('must not be below zero')
})

test('a transaction whose entries are gone is found', async () => {
  const entries = Prisma.sql`DELETE FROM ledger_entry WHERE transaction_id = ${paymentId}::uuid`
  expect(await faultsAfter(entries)).toContain(`Transaction ${paymentId} has no entries`)
})

test('a trigger that is switched off is found', async () => {
  const guard = Prisma.sql`ALTER TABLE ledger_entry DISABLE TRIGGER ledger_entry_is_kept`
  await app.db.$executeRaw(guard)
  expect(await ledger.faultsOf(app.ctx)).toEqual([
    'The trigger ledger_entry_is_kept is missing or switched off: rows may have been changed',
  ])
  await app.db.$executeRaw`ALTER TABLE ledger_entry ENABLE TRIGGER ledger_entry_is_kept`
  expect(await ledger.faultsOf(app.ctx)).toEqual([])
})
