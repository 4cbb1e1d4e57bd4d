import { afterAll, beforeAll, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { TryLater } from '#lib/jobs.ts'
import { type PayeesTest, startWithPayees } from '../../test/payouts.ts'
import { NotWrittenOff, TransferNotFound, TransferPaidOut } from './errors.ts'
import * as payouts from './service.ts'

let world: PayeesTest
beforeAll(async () => {
  world = await startWithPayees()
  world.control.changeSettings({ availableAfterDays: 0 })
})
afterAll(async () => {
  expect(await ledger.faultsOf(world.app.ctx)).toEqual([])
  await world.stop()
})

type Payee = Awaited<ReturnType<PayeesTest['payeeIn']>>

const earn = async (payee: Payee, amount = 1_000n) => {
  const payment = await world.pay(amount)
  const transfer = await world.owe(payment.id, payee.id, amount)
  return { payment, transfer }
}

const earnAndSend = async (payee: Payee, amount = 1_000n) => {
  const earned = await earn(payee, amount)
  await payouts.send(world.app.ctx, earned.transfer.id)
  return earned
}

/** Stripe pays an account all that it has. */
const payOut = ({ stripeId: account }: Payee, currency = 'usd') => {
  const { id: payoutId } = world.control.payOut({ account, currency })
  return { account, payoutId }
}

const kinds = async ({ id }: Payee) => {
  const lines = await ledger.receiverView(world.app.ctx, id)
  return lines.map(({ kind, amount, accountAmount }) => [kind, amount, accountAmount])
}

test('E: three transfers of 1000 usd arrive as 900 eur each; a payout of 2700 eur pays them', async () => {
  const payee = await world.payeeIn('DE')
  for (let count = 0; count < 3; count++) await earnAndSend(payee)
  const payout = payOut(payee, 'eur')
  await payouts.record(world.app.ctx, payout)
  await payouts.record(world.app.ctx, payout)
  expect(await kinds(payee)).toEqual([
    ...Array(3).fill(['TRANSFER', 1_000n, 900n]),
    ['PAYOUT', -3_000n, -2_700n],
  ])
  expect(await world.payable(payee.id)).toBe(0n)
  expect(await world.atStripe(payee.id, 'eur')).toBe(0n)
})

test('a payout that comes with reversals pays what is left of the transfers', async () => {
  const payee = await world.payeeIn('DE')
  const { payment } = await earnAndSend(payee)
  const [reversal = ''] = await world.giveBack(payment.id, 400n)
  await payouts.reverse(world.app.ctx, reversal)
  await payouts.record(world.app.ctx, payOut(payee, 'eur'))
  expect(await kinds(payee)).toEqual([
    ['TRANSFER', 1_000n, 900n],
    ['TRANSFER_REVERSAL', -400n, -360n],
    ['PAYOUT', -600n, -540n],
  ])
  expect(await world.atStripe(payee.id, 'eur')).toBe(0n)
})

test('a payout that is told before its transfer or reversal is settled waits for it', async () => {
  const { app, control } = world
  const payee = await world.payeeIn()
  const { transfer, payment } = await earn(payee)
  control.failNext({ path: '/v1/charges', status: 500, times: 'always' })
  await expect(payouts.send(app.ctx, transfer.id)).rejects.toThrow(TryLater)
  control.clearFailures()
  const [reversal = ''] = await world.giveBack(payment.id, 100n)
  const early = payOut(payee)
  await expect(payouts.record(app.ctx, early)).rejects.toThrow(TryLater)
  await payouts.send(app.ctx, transfer.id)
  await payouts.record(app.ctx, early)
  expect(await world.payable(payee.id)).toBe(-100n)
  await earnAndSend(payee)
  control.failNext({ path: '/v1/refunds', status: 500, times: 'always' })
  await expect(payouts.reverse(app.ctx, reversal)).rejects.toThrow(TryLater)
  control.clearFailures()
  const next = payOut(payee)
  await expect(payouts.record(app.ctx, next)).rejects.toThrow(TryLater)
  await payouts.reverse(app.ctx, reversal)
  await payouts.record(app.ctx, next)
  expect(await world.payable(payee.id)).toBe(0n)
  expect(await world.atStripe(payee.id)).toBe(0n)
})

test('what is not from us is left out', async () => {
  const { app, stripe } = world
  const payee = await world.payeeIn()
  const { payment } = await earnAndSend(payee)
  const another = await world.pay(500n)
  const foreign = await stripe.transfers.create({
    amount: 500,
    currency: 'usd',
    destination: payee.stripeId,
    source_transaction: another.chargeId ?? '',
  })
  expect(foreign.metadata).toEqual({})
  await payouts.record(app.ctx, payOut(payee))
  expect(await kinds(payee)).toEqual([
    ['TRANSFER', 1_000n, 1_000n],
    ['PAYOUT', -1_000n, -1_500n],
  ])
  expect(payment.chargeId).not.toBe(another.chargeId)
})

test('a payout that is not paid, of an unknown account or with nothing of ours books nothing', async () => {
  const { app, control, stripe } = world
  const payee = await world.payeeIn()
  await earnAndSend(payee)
  const { id } = control.payOut({ account: payee.stripeId, currency: 'usd', arrives: false })
  await payouts.record(app.ctx, { account: payee.stripeId, payoutId: id })
  expect(await kinds(payee)).toEqual([['TRANSFER', 1_000n, 1_000n]])
  await expect(payouts.record(app.ctx, { account: 'acct_unknown', payoutId: id })).rejects.toThrow(
    'No payout account is acct_unknown',
  )
  const other = await world.payeeIn()
  await earnAndSend(other)
  const byHand = await stripe.payouts.create(
    { amount: 100, currency: 'usd' },
    { stripeAccount: other.stripeId },
  )
  control.payPayout({ account: other.stripeId, id: byHand.id })
  await payouts.record(app.ctx, { account: other.stripeId, payoutId: byHand.id })
  expect(await kinds(other)).toEqual([['TRANSFER', 1_000n, 1_000n]])
})

test('a payout that the bank sends back is paid by the next one, booked before or not', async () => {
  const { app, control } = world
  for (const isBooked of [true, false]) {
    const payee = await world.payeeIn()
    const { stripeId: account } = payee
    await earnAndSend(payee)
    const failed = payOut(payee)
    if (isBooked) await payouts.record(app.ctx, failed)
    control.failPayout({ account, id: failed.payoutId })
    await payouts.recordFailure(app.ctx, failed)
    if (!isBooked) await payouts.record(app.ctx, failed)
    await earnAndSend(payee, 200n)
    await payouts.record(app.ctx, payOut(payee))
    expect(await kinds(payee)).toEqual(
      isBooked
        ? [
            ['TRANSFER', 1_000n, 1_000n],
            ['PAYOUT', -1_000n, -1_000n],
            ['TRANSFER', 200n, 200n],
            ['PAYOUT', -200n, -200n],
          ]
        : [
            ['TRANSFER', 1_000n, 1_000n],
            ['TRANSFER', 200n, 200n],
            ['PAYOUT', -1_200n, -1_200n],
          ],
    )
    expect(await world.atStripe(payee.id)).toBe(0n)
  }
})

/** A payee who was paid out, and has to give some back. */
const indebted = async () => {
  const payee = await world.payeeIn()
  const { payment } = await earnAndSend(payee)
  await payouts.record(world.app.ctx, payOut(payee))
  const [reversal = ''] = await world.giveBack(payment.id, 400n)
  return { payee, payment, reversal }
}

const writeOff = (transactionId: string) =>
  world.app.ctx.transaction((tx) => payouts.writeOff(tx, { transactionId, note: 'gone' }))

test('what can’t be taken back is tried again, and is once there is money, under a new key', async () => {
  const { app } = world
  const { payee, reversal } = await indebted()
  await expect(payouts.reverse(app.ctx, reversal)).rejects.toThrow(/insufficient funds/)
  expect(await world.payable(payee.id)).toBe(-400n)
  await earnAndSend(payee)
  expect(await payouts.reverse(app.ctx, reversal)).toMatch(/^trr_/)
  expect(await world.payable(payee.id)).toBe(600n)
  await payouts.record(app.ctx, payOut(payee))
  expect(await world.payable(payee.id)).toBe(0n)
})

test('after a day it is an error that staff see; written off, it is not tried any more', async () => {
  const { app } = world
  const { payee, reversal } = await indebted()
  await world.age(reversal, 25)
  expect(await payouts.reverse(app.ctx, reversal)).toBeNull()
  const unsettled = async () => {
    const page = { payeeAccountId: payee.id, postedBefore: new Date(), first: 10 }
    return (await ledger.unsettledBefore(app.ctx, page)).map(({ id }) => id)
  }
  expect(await unsettled()).toEqual([reversal])
  await writeOff(reversal)
  expect(await world.payable(payee.id)).toBe(0n)
  expect(await unsettled()).toEqual([])
  await earnAndSend(payee)
  expect(await payouts.reverse(app.ctx, reversal)).toBeNull()
  expect(await world.atStripe(payee.id)).toBe(1_000n)
  await expect(writeOff(reversal)).rejects.toThrow('It was written off before')
})

test('only what a payee owes is written off', async () => {
  const payee = await world.payeeIn()
  const { transfer, payment } = await earn(payee)
  const [reversal = ''] = await world.giveBack(payment.id, 400n)
  await expect(writeOff(transfer.id)).rejects.toThrow(NotWrittenOff)
  await expect(writeOff(payment.id)).rejects.toThrow(NotWrittenOff)
  await expect(writeOff(reversal)).rejects.toThrow('Its transfer was never sent')
  await payouts.reverse(world.app.ctx, reversal)
  await expect(writeOff(reversal)).rejects.toThrow('Stripe has taken it back')
})

test('a dispute that is won after a write-off undoes it, and pays nobody twice', async () => {
  const { app } = world
  const payee = await world.payeeIn()
  const { payment } = await earnAndSend(payee)
  await payouts.record(app.ctx, payOut(payee))
  const lost = await app.ctx.transaction((tx) =>
    ledger.dispute(tx, {
      key: `dispute/${payment.id}`,
      paymentId: payment.id,
      amount: 1_000n,
      disputeId: `dp_${payment.id}`,
    }),
  )
  await writeOff(lost.parts[0]?.id ?? '')
  const won = await app.ctx.transaction((tx) =>
    ledger.reinstate(tx, { key: `won/${payment.id}`, disputeId: lost.transaction.id }),
  )
  await expect(payouts.send(app.ctx, won.parts[0]?.id ?? '')).rejects.toThrow(TryLater)
  expect(await world.payable(payee.id)).toBe(0n)
  expect(await world.transfersTo(payee.stripeId)).toHaveLength(1)
})

test('a write-off that comes while Stripe takes the money back is undone', async () => {
  const { app, control } = world
  const { payee, reversal } = await indebted()
  await earnAndSend(payee)
  control.failNext({ path: '/v1/refunds', delayMs: 500, times: 1 })
  const reversed = payouts.reverse(app.ctx, reversal)
  await expect
    .poll(async () => (await world.transfersTo(payee.stripeId))[0]?.[2], { interval: 10 })
    .toBe(400)
  await writeOff(reversal)
  expect(await world.payable(payee.id)).toBe(1_000n)
  await reversed
  expect(await world.payable(payee.id)).toBe(600n)
  const losses = ledger.accounts.disputeLosses('usd')
  const borne = await ledger.balanceOf(app.ctx, losses)
  expect(borne).toBe(400n)
})

test('Open Collective: what we have sent by hand is paid, once, and only what is theirs', async () => {
  const { app } = world
  const payee = await world.payeeIn()
  const payment = await world.pay(1_000n)
  const [one, two] = [
    await world.owe(payment.id, payee.id, 500n, 'OPEN_COLLECTIVE'),
    await world.owe(payment.id, payee.id, 300n, 'OPEN_COLLECTIVE'),
  ].map(({ id }) => id)
  const byStripe = await world.owe(payment.id, payee.id, 200n)
  const record = (...transactionIds: string[]) =>
    app.ctx.transaction((tx) =>
      payouts.recordManual(tx, { payoutAccountId: payee.id, transactionIds }),
    )
  await expect(record(one ?? '', byStripe.id)).rejects.toThrow(TransferNotFound)
  await expect(record(payment.id)).rejects.toThrow(TransferNotFound)
  const first = await record(one ?? '')
  expect(await record(one ?? '')).toBe(first)
  await expect(record(one ?? '', two ?? '')).rejects.toThrow(TransferPaidOut)
  expect(await world.payable(payee.id)).toBe(500n)
})
