import { afterAll, beforeAll, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { TryLater } from '#lib/jobs.ts'
import * as payoutAccounts from '#payout-account/service.ts'
import { type PayeesTest, startWithPayees } from '../../test/payouts.ts'
import * as payouts from './service.ts'

let world: PayeesTest
beforeAll(async () => {
  world = await startWithPayees()
})
afterAll(async () => {
  expect(await ledger.faultsOf(world.app.ctx)).toEqual([])
  await world.stop()
})

/** A payee with a transfer of all of a payment that nobody has sent. */
const owing = async (amount = 6_300n, country = 'US') => {
  const payee = await world.payeeIn(country)
  const payment = await world.pay(amount)
  const transfer = await world.owe(payment.id, payee.id, amount)
  return { payee, payment, transfer }
}

test('a transfer is sent out of its charge, with what it is for, and settled', async () => {
  const { app, stripe } = world
  const { payee, payment, transfer } = await owing()
  const id = (await payouts.send(app.ctx, transfer.id)) ?? ''
  expect(await stripe.transfers.retrieve(id)).toMatchObject({
    amount: 6_300,
    currency: 'usd',
    destination: payee.stripeId,
    source_transaction: payment.chargeId,
    metadata: {
      ledger_transaction_id: transfer.id,
      pledge_id: payment.pledgeId,
      issue_reward_id: transfer.issueRewardId,
    },
  })
  expect(await ledger.settlementOf(app.ctx, transfer.id)).toMatchObject({ processorId: id })
  expect(await world.atStripe(payee.id)).toBe(6_300n)
})

test('what arrives in another currency is booked as it arrives', async () => {
  const { payee, transfer } = await owing(1_000n, 'DE')
  await payouts.send(world.app.ctx, transfer.id)
  expect(await world.atStripe(payee.id, 'eur')).toBe(900n)
  expect(await world.payable(payee.id)).toBe(1_000n)
})

test('a job that runs twice, at once or later, sends once', async () => {
  const { app } = world
  const { payee, transfer } = await owing()
  const sent = await Promise.allSettled([
    payouts.send(app.ctx, transfer.id),
    payouts.send(app.ctx, transfer.id),
  ])
  for (const each of sent) {
    if (each.status === 'rejected') expect(each.reason).toBeInstanceOf(TryLater)
  }
  await payouts.send(app.ctx, transfer.id)
  expect(await world.transfersTo(payee.stripeId)).toEqual([[transfer.id, 6_300, 0]])
})

test('an answer that is lost is no second transfer, even when Stripe has forgotten the key', async () => {
  const { app, control } = world
  const { payee, transfer } = await owing()
  control.failNext({ path: '/v1/transfers', drop: true, served: true, times: 6 })
  await expect(payouts.send(app.ctx, transfer.id)).rejects.toThrow(TryLater)
  control.clearFailures()
  await world.age(transfer.id, 30)
  control.changeSettings({ now: Math.floor(Date.now() / 1_000) + 30 * 3_600 })
  const id = await payouts.send(app.ctx, transfer.id)
  control.changeSettings({ now: null })
  expect(await world.transfersTo(payee.stripeId)).toEqual([[transfer.id, 6_300, 0]])
  expect(await ledger.settlementOf(app.ctx, transfer.id)).toMatchObject({ processorId: id })
})

test('nor is a worker that dies before it settles', async () => {
  const { app, control } = world
  const { payee, transfer } = await owing()
  control.failNext({ path: '/v1/charges', status: 500, times: 'always' })
  await expect(payouts.send(app.ctx, transfer.id)).rejects.toThrow(TryLater)
  control.clearFailures()
  expect(await ledger.settlementOf(app.ctx, transfer.id)).toBeNull()
  await payouts.send(app.ctx, transfer.id)
  expect(await world.transfersTo(payee.stripeId)).toEqual([[transfer.id, 6_300, 0]])
})

test('a reversal sends its transfer first, if nobody has', async () => {
  const { app } = world
  const { payee, payment, transfer } = await owing(1_000n, 'DE')
  const [reversal = ''] = await world.giveBack(payment.id, 400n)
  await payouts.reverse(app.ctx, reversal)
  await payouts.reverse(app.ctx, reversal)
  expect(await world.transfersTo(payee.stripeId)).toEqual([[transfer.id, 1_000, 400]])
  expect(await world.atStripe(payee.id, 'eur')).toBe(540n)
  expect(await world.payable(payee.id)).toBe(600n)
})

test('a reversal of which the answer is lost is not done twice', async () => {
  const { app, control } = world
  const { payee, payment, transfer } = await owing()
  await payouts.send(app.ctx, transfer.id)
  const [reversal = ''] = await world.giveBack(payment.id, 300n)
  const path = `/v1/transfers/${await payouts.send(app.ctx, transfer.id)}/reversals`
  control.failNext({ path, drop: true, served: true, times: 6 })
  await expect(payouts.reverse(app.ctx, reversal)).rejects.toThrow(TryLater)
  control.clearFailures()
  await world.age(reversal, 30)
  control.changeSettings({ now: Math.floor(Date.now() / 1_000) + 30 * 3_600 })
  await payouts.reverse(app.ctx, reversal)
  control.changeSettings({ now: null })
  expect(await world.transfersTo(payee.stripeId)).toEqual([[transfer.id, 6_300, 300]])
  expect(await world.atStripe(payee.id)).toBe(6_000n)
})

test('an account that can’t receive is waited for, and gets it once it can', async () => {
  const { app, control } = world
  const payee = await world.payeeIn('US', 'ONBOARDING_STARTED')
  const payment = await world.pay(1_000n)
  const transfer = await world.owe(payment.id, payee.id)
  const [reversal = ''] = await world.giveBack(payment.id, 400n)
  expect(await payouts.send(app.ctx, transfer.id)).toBeNull()
  expect(await payouts.reverse(app.ctx, reversal)).toBeNull()
  // We think that it can, and Stripe knows better.
  await app.db.payoutAccount.update({ where: { id: payee.id }, data: { status: 'ACTIVE' } })
  await expect(payouts.send(app.ctx, transfer.id)).rejects.toThrow(TryLater)
  expect(await app.db.payoutAccount.findUniqueOrThrow({ where: { id: payee.id } })).toMatchObject({
    status: 'ONBOARDING_STARTED',
  })
  expect(await payouts.send(app.ctx, transfer.id)).toBeNull()
  control.onboard({ account: payee.stripeId })
  await payoutAccounts.refresh(app.ctx, payee.stripeId)
  await payouts.reverse(app.ctx, reversal)
  expect(await world.transfersTo(payee.stripeId)).toEqual([[transfer.id, 1_000, 400]])
})

test('a dispute that is won sends again what it took back, in this order', async () => {
  const { app } = world
  const { payee, payment, transfer } = await owing()
  const [reversal, again] = await app.ctx.transaction(async (tx) => {
    const dispute = { key: `dispute/${payment.id}`, disputeId: `dp_${payment.id}` }
    const lost = await ledger.dispute(tx, { ...dispute, paymentId: payment.id, amount: 6_300n })
    const won = { key: `won/${payment.id}`, disputeId: lost.transaction.id }
    return [lost, await ledger.reinstate(tx, won)].map(({ parts }) => parts[0]?.id ?? '')
  })
  await payouts.send(app.ctx, again ?? '')
  expect(await world.transfersTo(payee.stripeId)).toEqual([
    [transfer.id, 6_300, 6_300],
    [again, 6_300, 0],
  ])
  expect(await ledger.settlementOf(app.ctx, reversal ?? '')).not.toBeNull()
  expect(await world.payable(payee.id)).toBe(6_300n)
})

test('what is refused for good is an error, and moves nothing', async () => {
  const { app, control } = world
  const { payee, transfer } = await owing()
  control.disconnect({ account: payee.stripeId })
  await expect(payouts.send(app.ctx, transfer.id)).rejects.toThrow(/No such destination/)
  expect(await ledger.settlementOf(app.ctx, transfer.id)).toBeNull()
  await expect(payouts.reverse(app.ctx, transfer.id)).rejects.toThrow('no TRANSFER_REVERSAL')
})

test('nothing is sent for Open Collective, or for the platform’s part alone', async () => {
  const { app } = world
  const payee = await world.payeeIn()
  const payment = await world.pay(1_000n)
  const { id } = await world.owe(payment.id, payee.id, 500n, 'OPEN_COLLECTIVE')
  expect(await payouts.send(app.ctx, id)).toBeNull()
  const [reversal = ''] = await world.giveBack(payment.id, 100n)
  expect(await payouts.reverse(app.ctx, reversal)).toBeNull()
  expect(await world.transfersTo(payee.stripeId)).toEqual([])
})
