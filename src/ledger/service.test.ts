import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sum } from '#lib/money.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
import {
  AlreadyPaidOut,
  KeyReused,
  MoreThanLeft,
  NotBalanced,
  UnknownTransaction,
} from './errors.ts'
import * as ledger from './service.ts'

let app: TestApp
beforeAll(async () => {
  app = await startTestApp({ worker: false })
})
afterAll(async () => {
  expect(await ledger.faultsOf(app.ctx)).toEqual([])
  await app.stop()
})

const currency = 'usd'
const { payable, platformRevenue, processorBalance, processorFees } = ledger.accounts

const posting = (amount: bigint, key: string = randomUUID()) => ({
  kind: 'ADJUSTMENT' as const,
  key,
  entries: [
    { account: processorFees('STRIPE', currency), amount },
    { account: processorBalance('STRIPE', currency), amount: -amount },
  ],
})

const post = (...args: Parameters<typeof posting>) =>
  app.ctx.transaction((tx) => ledger.post(tx, posting(...args)))

const pay = (amount = 1_000n) => {
  const causes = { pledgeId: randomUUID(), chargeId: `ch_${randomUUID()}` }
  const input = { key: causes.chargeId, currency, amount, causes }
  return app.ctx.transaction((tx) => ledger.payment(tx, input))
}

type TransferInput = Parameters<typeof ledger.transfer>[1]

const transfer = (paymentId: string, amount: bigint, more: Partial<TransferInput> = {}) =>
  app.ctx.transaction((tx) =>
    ledger.transfer(tx, {
      ...{ key: randomUUID(), paymentId, payeeAccountId: randomUUID(), amount },
      ...{ fee: 0n, feeBasisPoints: 0, ...more },
    }),
  )

const refund = (paymentId: string, amount: bigint, refundId: string = randomUUID()) =>
  app.ctx.transaction((tx) => ledger.refund(tx, { key: refundId, paymentId, amount, refundId }))

describe('keys', () => {
  test('the same posting again is the first one', async () => {
    const key = randomUUID()
    const first = await post(5n, key)
    expect((await post(5n, key)).id).toBe(first.id)
    expect(await app.db.ledgerEntry.count({ where: { transactionId: first.id } })).toBe(2)
  })

  test('another posting with the key of the first is refused', async () => {
    const key = randomUUID()
    await post(5n, key)
    await expect(post(6n, key)).rejects.toThrow(KeyReused)
  })

  test('fifty at the same time post once, and all have the same answer', async () => {
    const key = randomUUID()
    const answers = await Promise.all(Array.from({ length: 50 }, () => post(7n, key)))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(await app.db.ledgerTransaction.count({ where: { key } })).toBe(1)
  })

  test('a refund told twice reverses once, though the books changed meanwhile', async () => {
    const { id } = await pay()
    await transfer(id, 500n)
    const first = await refund(id, 300n, 're_1')
    await refund(id, 100n, 're_2')
    const again = await refund(id, 300n, 're_1')
    expect(again).toEqual(first)
    expect(await ledger.fundingOf(app.ctx, id)).toMatchObject({ left: 600n })
    await expect(refund(id, 301n, 're_1')).rejects.toThrow(KeyReused)
  })

  test('a charge is one payment, whatever the key', async () => {
    const { chargeId } = await pay()
    const causes = { pledgeId: randomUUID(), chargeId: chargeId ?? '' }
    const again = { key: randomUUID(), currency, amount: 1n, causes }
    await expect(app.ctx.transaction((tx) => ledger.payment(tx, again))).rejects.toThrow()
  })
})

describe('what is refused', () => {
  test('entries that do not balance, and none at all', async () => {
    const [one] = posting(5n).entries
    const entries = one ? [one] : []
    const unbalanced = { ...posting(5n), entries }
    await expect(app.ctx.transaction((tx) => ledger.post(tx, unbalanced))).rejects.toThrow(
      'they sum to 5 usd',
    )
    await expect(post(0n)).rejects.toThrow(NotBalanced)
  })

  test('more than is held, or left', async () => {
    const { id } = await pay(1_000n)
    await transfer(id, 600n)
    await expect(transfer(id, 401n)).rejects.toThrow(MoreThanLeft)
    await expect(transfer(id, 400n, { fee: 1n })).rejects.toThrow(MoreThanLeft)
    await expect(refund(id, 1_001n)).rejects.toThrow(MoreThanLeft)
    await refund(id, 1_000n)
    await expect(refund(id, 1n)).rejects.toThrow(MoreThanLeft)
  })

  test('transfers at the same time never take more than is held', async () => {
    const { id } = await pay(1_000n)
    const tries = await Promise.allSettled([300n, 400n, 500n, 600n].map((a) => transfer(id, a)))
    const done = tries.filter(({ status }) => status === 'fulfilled')
    const { held, transfers } = await ledger.fundingOf(app.ctx, id)
    expect(held).toBeGreaterThanOrEqual(0n)
    expect(held + sum(transfers.map(({ net }) => net))).toBe(1_000n)
    expect(transfers).toHaveLength(done.length)
  })

  test('what the ledger does not know, or is of another kind', async () => {
    await expect(refund(randomUUID(), 1n)).rejects.toThrow(UnknownTransaction)
    const { id } = await post(1n)
    await expect(transfer(id, 1n)).rejects.toThrow(UnknownTransaction)
    const disputeId = id
    const won = app.ctx.transaction((tx) => ledger.reinstate(tx, { key: 'x', disputeId }))
    await expect(won).rejects.toThrow(UnknownTransaction)
  })

  test('to pay out a transfer twice, or of somebody else', async () => {
    const payment = await pay()
    const payeeAccountId = randomUUID()
    const { id } = await transfer(payment.id, 500n, { payeeAccountId })
    const payout = (account = payeeAccountId) =>
      app.ctx.transaction((tx) => {
        const [key, payoutId] = [randomUUID(), randomUUID()]
        const paid = { amount: 500n, currency }
        const input = { key, payoutId, paid, payeeAccountId: account, pays: [id] }
        return ledger.payout(tx, { ...input, processor: 'STRIPE' })
      })
    await expect(payout(randomUUID())).rejects.toThrow(UnknownTransaction)
    await payout()
    await expect(payout()).rejects.toThrow(AlreadyPaidOut)
  })

  test('to settle a transfer twice', async () => {
    const payment = await pay()
    const { id: transactionId } = await transfer(payment.id, 500n)
    const settle = (key: string) =>
      app.ctx.transaction((tx) =>
        ledger.settle(tx, { key, transactionId, processorId: 'tr_twice' }),
      )
    expect(await ledger.settlementOf(app.ctx, transactionId)).toBeNull()
    await settle('settle once')
    await settle('settle once')
    expect(await ledger.settlementOf(app.ctx, transactionId)).toMatchObject({
      processorId: 'tr_twice',
    })
    await expect(settle('settle twice')).rejects.toThrow()
  })
})

describe('what was paid out before it was reversed', () => {
  test('the payee owes it, until the platform bears it', async () => {
    const payeeAccountId = randomUUID()
    const payment = await pay(1_000n)
    const { id } = await transfer(payment.id, 1_000n, { payeeAccountId })
    const [payout, account] = [{ amount: 1_000n, currency }, payable(payeeAccountId, currency)]
    await app.ctx.transaction(async (tx) => {
      await ledger.settle(tx, { key: `s/${id}`, transactionId: id, processorId: 'tr_9' })
      const input = { key: `p/${id}`, payoutId: `po/${id}`, payeeAccountId, pays: [id] }
      await ledger.payout(tx, { ...input, processor: 'STRIPE', paid: payout })
    })
    await refund(payment.id, 1_000n)
    expect(await ledger.balanceOf(app.ctx, account)).toBe(-1_000n)
    await app.ctx.transaction((tx) =>
      ledger.writeOff(tx, {
        ...{ key: `w/${id}`, payeeAccountId, amount: 1_000n, currency },
        note: 'The account is closed',
      }),
    )
    expect(await ledger.balanceOf(app.ctx, account)).toBe(0n)
    const losses = ledger.accounts.disputeLosses(currency)
    expect(await ledger.balanceOf(app.ctx, losses)).toBe(1_000n)
  })
})

describe('reading', () => {
  test('a statement goes on where its page ended, with the balance at each line', async () => {
    const payeeAccountId = randomUUID()
    const payment = await pay(1_000n)
    for (const amount of [100n, 200n, 300n]) await transfer(payment.id, amount, { payeeAccountId })
    await refund(payment.id, 500n)
    const account = payable(payeeAccountId, currency)
    const first = await ledger.statementOf(app.ctx, account, { first: 2 })
    const after = first.at(-1)?.cursor
    const rest = await ledger.statementOf(app.ctx, account, { after })
    const told = [...first, ...rest].map(({ kind, amount, balance }) => [kind, amount, balance])
    expect(told).toEqual([
      ['TRANSFER', 100n, 100n],
      ['TRANSFER', 200n, 300n],
      ['TRANSFER', 300n, 600n],
      ['TRANSFER_REVERSAL', -50n, 550n],
      ['TRANSFER_REVERSAL', -100n, 450n],
      ['TRANSFER_REVERSAL', -150n, 300n],
    ])
    expect(await ledger.balanceOf(app.ctx, account)).toBe(300n)
  })

  test('debits and credits of all accounts are equal in each currency', async () => {
    const { id } = await pay(1_000n)
    await transfer(id, 900n, { fee: 100n })
    const rows = (await ledger.trialBalance(app.ctx)).filter((row) => row.currency === currency)
    expect(sum(rows.map(({ debit }) => debit))).toBe(sum(rows.map(({ credit }) => credit)))
    expect(rows).toContainEqual({
      ...{ kind: 'PLATFORM_REVENUE', currency, accounts: 1, debit: 0n },
      credit: await ledger.balanceOf(app.ctx, platformRevenue(currency)),
    })
  })
})
