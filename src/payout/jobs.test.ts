import { afterAll, beforeAll, expect, test } from 'vitest'
import * as payoutAccounts from '#payout-account/service.ts'
import { type PayeesTest, startWithPayees } from '../../test/payouts.ts'
import { reverseTransfer, sendTransfer } from './jobs.ts'
import * as payouts from './service.ts'

let world: PayeesTest
beforeAll(async () => {
  world = await startWithPayees({ worker: true })
})
afterAll(() => world.stop())

const waiting = { timeout: 15_000 }

const dead = async (transactionId: string) => {
  const [row] = await world.app.db.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM pgboss.job
    WHERE name = 'dead' AND data->'payload'->>'transactionId' = ${transactionId}`
  return row?.count
}

test('jobs send and reverse what was booked, in whatever order they run', async () => {
  const payee = await world.payeeIn()
  const payment = await world.pay()
  const transfer = await world.owe(payment.id, payee.id)
  const [reversal = ''] = await world.giveBack(payment.id, 5_000n)
  await world.app.ctx.transaction(async (tx) => {
    await tx.jobs.send(reverseTransfer, { transactionId: reversal })
    await tx.jobs.send(sendTransfer, { transactionId: transfer.id })
    await tx.jobs.send(sendTransfer, { transactionId: transfer.id })
  })
  await expect
    .poll(() => world.transfersTo(payee.stripeId), waiting)
    .toEqual([[transfer.id, 1_000, 500]])
  await expect.poll(() => world.atStripe(payee.id), waiting).toBe(500n)
})

test('an account that becomes active gets what waits for it, at once', async () => {
  const payee = await world.payeeIn('US', 'ONBOARDING_STARTED')
  const payment = await world.pay()
  const transfer = await world.owe(payment.id, payee.id)
  expect(await payouts.send(world.app.ctx, transfer.id)).toBeNull()
  world.control.onboard({ account: payee.stripeId })
  await payoutAccounts.refresh(world.app.ctx, payee.stripeId)
  await expect.poll(() => world.atStripe(payee.id), waiting).toBe(1_000n)
})

test('a refusal for good is a dead letter; once its cause is gone, the transfer is sent', async () => {
  const { app, control } = world
  const payee = await world.payeeIn()
  const payment = await world.pay()
  const transfer = await world.owe(payment.id, payee.id)
  control.failNext({ path: '/v1/transfers', status: 400, message: 'No.', times: 'always' })
  await app.ctx.transaction(async (tx) => {
    await tx.jobs.send(sendTransfer, { transactionId: transfer.id })
    // Its first try is its last.
    await tx.db.$executeRaw`
      UPDATE pgboss.job SET retry_limit = 0
      WHERE name = 'payout.send_transfer' AND state = 'created'`
  })
  await expect.poll(() => dead(transfer.id), waiting).toBe(1)
  control.clearFailures()
  const sentBy = async () => {
    await payouts.resend(app.ctx, {})
    // A job that waits for its turn need not do so here.
    return app.db.$executeRaw`
      UPDATE pgboss.job SET start_after = now()
      WHERE name = 'payout.send_transfer' AND state = 'created'`
  }
  expect(await sentBy()).toBe(0)
  await world.age(transfer.id, 2)
  expect(await sentBy()).toBe(1)
  await expect.poll(() => world.atStripe(payee.id), waiting).toBe(1_000n)
})
