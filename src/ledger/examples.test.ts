import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { splitReward } from '#lib/money.ts'
import { startTestApp, type TestApp } from '../../test/app.ts'
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

/** Example A up to the transfers: 10000 pledged, fee 320, the organization gets 70 %, the user 30 %. */
const pledged = async ({ amount = 10_000n, tax = 0n, fee = 320n } = {}) => {
  const [pledgeId, org, user, chargeId] = [
    randomUUID(),
    randomUUID(),
    randomUUID(),
    `ch_${randomUUID()}`,
  ]
  const payment = await app.ctx.transaction((tx) =>
    ledger.payment(tx, {
      key: `payment/${chargeId}`,
      currency,
      amount,
      tax,
      fee,
      causes: { pledgeId, chargeId },
    }),
  )
  const shares = splitReward(amount - tax, [700n, 300n], 1_000)
  const transfers = []
  for (const [place, payeeAccountId] of [org, user].entries()) {
    const { net = 0n, fee: share = 0n } = shares[place] ?? {}
    const key = `transfer/${pledgeId}/${payeeAccountId}`
    const input = { key, payeeAccountId, amount: net, fee: share, feeBasisPoints: 1_000 }
    transfers.push(
      await app.ctx.transaction((tx) => ledger.transfer(tx, { ...input, paymentId: payment.id })),
    )
  }
  const after = async () => {
    const { balance, net } = await ledger.platformBalance(app.ctx, currency, { pledgeId })
    const of = (id: string) => ledger.balanceOf(app.ctx, ledger.accounts.payable(id, currency))
    return { platform: balance, net, org: await of(org), user: await of(user) }
  }
  const refund = (refunded: bigint) =>
    app.ctx.transaction((tx) =>
      ledger.refund(tx, {
        key: `refund/${randomUUID()}`,
        paymentId: payment.id,
        amount: refunded,
        refundId: `re_${randomUUID()}`,
      }),
    )
  const dispute = (disputed: bigint, disputeFee = 0n) =>
    app.ctx.transaction((tx) => {
      const disputeId = `dp_${randomUUID()}`
      const input = { key: `dispute/${disputeId}`, paymentId: payment.id, disputeId }
      return ledger.dispute(tx, { ...input, amount: disputed, fee: disputeFee })
    })
  const win = (disputeId: string) =>
    app.ctx.transaction((tx) => ledger.reinstate(tx, { key: `won/${disputeId}`, disputeId }))
  return { pledgeId, payment, transfers, org, user, after, refund, dispute, win }
}

const amounts = ({ parts }: Awaited<ReturnType<typeof ledger.refund>>) =>
  parts.map(({ amount, fee }) => [amount, fee])

test('A: payment, two transfers, a payout', async () => {
  const { pledgeId, transfers, org, after } = await pledged()
  expect(await after()).toEqual({ platform: 1_000n, net: 680n, org: 6_300n, user: 2_700n })
  const steps = await ledger.platformView(app.ctx, { pledgeId })
  expect(steps.map(({ kind, amount, fee }) => [kind, amount, fee])).toEqual([
    ['PAYMENT', 10_000n, 320n],
    ['TRANSFER', -6_300n, 0n],
    ['TRANSFER', -2_700n, 0n],
  ])
  await app.ctx.transaction(async (tx) => {
    const [transfer] = transfers
    const transactionId = transfer?.id ?? ''
    await ledger.settle(tx, { key: `settle/${pledgeId}`, transactionId, processorId: 'tr_1' })
    await ledger.payout(tx, {
      key: `payout/${pledgeId}`,
      processor: 'STRIPE',
      payoutId: `po_${pledgeId}`,
      payeeAccountId: org,
      pays: [transactionId],
      paid: { amount: 6_300n, currency },
    })
  })
  expect(await after()).toEqual({ platform: 1_000n, net: 680n, org: 0n, user: 2_700n })
  const seen = await ledger.receiverView(app.ctx, org)
  expect(seen.map(({ kind, amount, accountAmount }) => [kind, amount, accountAmount])).toEqual([
    ['TRANSFER', 6_300n, 6_300n],
    ['PAYOUT', -6_300n, -6_300n],
  ])
})

test('B: 4000 refunded before the payout, then the rest', async () => {
  const { pledgeId, after, refund } = await pledged()
  expect(amounts(await refund(4_000n))).toEqual([
    [2_520n, 280n],
    [1_080n, 120n],
  ])
  expect(await after()).toEqual({ platform: 600n, net: 280n, org: 3_780n, user: 1_620n })
  expect(amounts(await refund(6_000n))).toEqual([
    [3_780n, 420n],
    [1_620n, 180n],
  ])
  expect(await after()).toEqual({ platform: 0n, net: -320n, org: 0n, user: 0n })
  const steps = await ledger.platformView(app.ctx, { pledgeId })
  expect(steps.map(({ kind, amount }) => [kind, amount]).slice(3)).toEqual([
    ['REFUND', -4_000n],
    ['TRANSFER_REVERSAL', 2_520n],
    ['TRANSFER_REVERSAL', 1_080n],
    ['REFUND', -6_000n],
    ['TRANSFER_REVERSAL', 3_780n],
    ['TRANSFER_REVERSAL', 1_620n],
  ])
})

test('B: a full refund at once', async () => {
  const { after, refund } = await pledged()
  await refund(10_000n)
  expect(await after()).toEqual({ platform: 0n, net: -320n, org: 0n, user: 0n })
})

test('C: charged back, then won; a later refund hits what was made again alone', async () => {
  const { after, dispute, win, refund } = await pledged()
  const lost = await dispute(10_000n, 1_500n)
  expect(amounts(lost)).toEqual([
    [6_300n, 700n],
    [2_700n, 300n],
  ])
  expect(await after()).toEqual({ platform: 0n, net: -1_820n, org: 0n, user: 0n })
  expect(amounts(await win(lost.transaction.id))).toEqual([
    [6_300n, 700n],
    [2_700n, 300n],
  ])
  expect(await after()).toEqual({ platform: 1_000n, net: -820n, org: 6_300n, user: 2_700n })
  expect(amounts(await refund(4_000n))).toEqual([
    [2_520n, 280n],
    [1_080n, 120n],
  ])
  expect(await after()).toMatchObject({ platform: 600n, org: 3_780n, user: 1_620n })
})

test('C: a won dispute makes again what that dispute reversed, not what a refund did', async () => {
  const { after, dispute, win, refund } = await pledged()
  await refund(4_000n)
  const lost = await dispute(6_000n)
  expect(await after()).toMatchObject({ platform: 0n, org: 0n, user: 0n })
  await win(lost.transaction.id)
  expect(await after()).toMatchObject({ platform: 600n, org: 3_780n, user: 1_620n })
})

test('D: an invoice of 12000 with 2000 tax; 9000 go to the organization', async () => {
  const [subscriptionId, org, chargeId] = [randomUUID(), randomUUID(), `ch_${randomUUID()}`]
  await app.ctx.transaction(async (tx) => {
    const causes = { subscriptionId, chargeId, taxCountry: 'SE' }
    const amounts = { currency, amount: 12_000n, tax: 2_000n }
    const { id: paymentId } = await ledger.payment(tx, { key: chargeId, ...amounts, causes })
    const input = { key: `transfer/${chargeId}`, paymentId, payeeAccountId: org }
    await ledger.transfer(tx, { ...input, amount: 9_000n, fee: 1_000n, feeBasisPoints: 1_000 })
  })
  expect(await ledger.platformBalance(app.ctx, currency, { subscriptionId })).toEqual({
    balance: 1_000n,
    tax: 2_000n,
    fees: 0n,
    net: 1_000n,
  })
  const owed = ledger.accounts.payable(org, currency)
  expect(await ledger.balanceOf(app.ctx, owed)).toBe(9_000n)
  const tax = ledger.accounts.taxPayable({ taxCountry: 'SE' }, currency)
  expect(await ledger.balanceOf(app.ctx, tax)).toBe(2_000n)
})

test('a taxed full refund reverses 900 of a transfer of 900, and gives the tax back', async () => {
  const { after, refund, payment } = await pledged({ amount: 1_100n, tax: 100n, fee: 0n })
  expect(await after()).toMatchObject({ platform: 100n, org: 630n, user: 270n })
  await refund(550n)
  expect(await ledger.fundingOf(app.ctx, payment.id)).toMatchObject({ left: 550n, taxLeft: 50n })
  expect(await after()).toMatchObject({ platform: 50n, org: 315n, user: 135n })
  await refund(550n)
  expect(await ledger.fundingOf(app.ctx, payment.id)).toMatchObject({ left: 0n, taxLeft: 0n })
  expect(await after()).toMatchObject({ platform: 0n, org: 0n, user: 0n })
})

test('E: an account in EUR: three transfers of 1000 usd arrive as 900 eur each', async () => {
  const payeeAccountId = randomUUID()
  await app.ctx.transaction(async (tx) => {
    const pays: string[] = []
    for (const place of [1, 2, 3]) {
      const chargeId = `ch_${randomUUID()}`
      const causes = { pledgeId: randomUUID(), chargeId }
      const paid = { key: chargeId, currency, amount: 1_000n, causes }
      const { id: paymentId } = await ledger.payment(tx, paid)
      const fee = { fee: 0n, feeBasisPoints: 0 }
      const key = `transfer/${chargeId}`
      const { id } = await ledger.transfer(tx, {
        ...{ key, paymentId, payeeAccountId, amount: 1_000n, ...fee },
      })
      await ledger.settle(tx, {
        key: `settle/${id}`,
        transactionId: id,
        processorId: `tr_${place}`,
        moved: { amount: 900n, currency: 'eur' },
      })
      pays.push(id)
    }
    const paid = { amount: 2_700n, currency: 'eur' }
    const input = { key: 'payout/eur', processor: 'STRIPE', payoutId: 'po_eur' } as const
    await ledger.payout(tx, { ...input, payeeAccountId, pays, paid })
  })
  const seen = await ledger.receiverView(app.ctx, payeeAccountId)
  expect(seen.map((line) => [line.kind, line.amount, line.currency])).toEqual([
    ...Array(3).fill(['TRANSFER', 1_000n, 'usd']),
    ['PAYOUT', -3_000n, 'usd'],
  ])
  expect(seen.map((line) => [line.accountAmount, line.accountCurrency])).toEqual([
    ...Array(3).fill([900n, 'eur']),
    [-2_700n, 'eur'],
  ])
  for (const kind of ['conversion', 'payeeBalance'] as const) {
    for (const each of ['usd', 'eur']) {
      const account = ledger.accounts[kind](payeeAccountId, each)
      expect(await ledger.balanceOf(app.ctx, account)).toBe(0n)
    }
  }
})

test('F: 5000 paid, of which 2000 are credit that we owed the payer', async () => {
  const [pledgeId, payeeAccountId, chargeId] = [randomUUID(), randomUUID(), `ch_${randomUUID()}`]
  const revenue = () => ledger.balanceOf(app.ctx, ledger.accounts.platformRevenue(currency))
  const before = await revenue()
  const pay = (input: Partial<ledger.PaymentInput>) =>
    app.ctx.transaction((tx) =>
      ledger.payment(tx, {
        ...{ key: `payment/${randomUUID()}`, currency, amount: 5_000n },
        ...{ causes: { pledgeId, chargeId }, ...input },
      }),
    )
  const { id: paymentId } = await pay({ credit: 2_000n })
  expect((await revenue()) - before).toBe(-2_000n)
  expect(await ledger.fundingOf(app.ctx, paymentId)).toMatchObject({
    ...{ held: 5_000n, left: 5_000n, credit: 2_000n },
  })
  const transfer = await app.ctx.transaction((tx) =>
    ledger.transfer(tx, {
      ...{ key: `reward/${pledgeId}`, paymentId, payeeAccountId },
      ...{ amount: 4_500n, fee: 500n, feeBasisPoints: 1_000 },
    }),
  )
  // Stripe sends no more of a charge than it was.
  expect(transfer.chargeId).toBeNull()
  expect((await revenue()) - before).toBe(-1_500n)
  await expect(pay({ credit: 5_001n })).rejects.toThrow('makes no sense')
  await expect(pay({ credit: 4_999n, causes: { pledgeId } })).rejects.toThrow('Nothing has brought')
})

test('Open Collective: in the books alone, until we send our own money', async () => {
  const payeeAccountId = randomUUID()
  const chargeId = `ch_${randomUUID()}`
  const stripe = ledger.accounts.processorBalance('STRIPE', currency)
  const before = await ledger.balanceOf(app.ctx, stripe)
  const processor = 'OPEN_COLLECTIVE'
  await app.ctx.transaction(async (tx) => {
    const causes = { pledgeId: randomUUID(), chargeId }
    const paid = { key: chargeId, currency, amount: 1_000n, causes }
    const { id: paymentId } = await ledger.payment(tx, paid)
    const part = { paymentId, payeeAccountId, amount: 900n, fee: 100n, feeBasisPoints: 1_000 }
    const { id } = await ledger.transfer(tx, { key: `transfer/${chargeId}`, ...part, processor })
    await ledger.payout(tx, { key: `payout/${id}`, processor, payeeAccountId, pays: [id] })
  })
  expect(await ledger.balanceOf(app.ctx, stripe)).toBe(before + 100n)
  const owed = ledger.accounts.payable(payeeAccountId, currency)
  expect(await ledger.balanceOf(app.ctx, owed)).toBe(0n)
})
