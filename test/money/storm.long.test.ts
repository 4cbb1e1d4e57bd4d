import { afterAll, beforeAll, expect, test } from 'vitest'
import * as ledger from '#ledger/service.ts'
import { type PledgesTest, startWithPledges } from '../pledges.ts'
import { createActs, createDice, createStormStage } from './storm.ts'

// Many people do many things at once, and Stripe loses some of its answers. Afterwards every cent is
// where the books say, at Stripe too, and nobody waited for somebody who waited for them.

let world: PledgesTest
beforeAll(async () => {
  world = await startWithPledges({ STAFF: 'boss', DISPUTE_WINDOW_SECONDS: '0' })
})
afterAll(() => world.stop())

const rounds = 12
const atOnce = 10

/** How often each thing happens, in so many. */
const weights = {
  ...{ back: 14, confirm: 2, refund: 4, refundAtStripe: 4, takeBack: 2, object: 2 },
  ...{ falter: 1, payOut: 2, signIn: 2, stumble: 3 },
}

/** Waits until nothing is due, nor put off. */
const calm = async () => {
  const { app } = world
  await expect.poll(() => world.settled().then(() => true), { timeout: 60_000 }).toBe(true)
  const putOff = await app.db.$executeRaw`
    UPDATE pgboss.job SET start_after = now()
    WHERE state IN ('created', 'retry') AND start_after > now()
      AND name NOT LIKE '\\_\\_%'`
  if (putOff > 0) await calm()
}

const inBooks = async (account: Parameters<typeof ledger.balanceOf>[1]) =>
  Number(await ledger.balanceOf(world.app.ctx, account))

/** What an account has at Stripe, or the platform: cents, available or not. */
const atStripe = async (stripeAccount?: string) => {
  const options = stripeAccount ? { stripeAccount } : {}
  const { available, pending } = await world.stripe.stripe.balance.retrieve({}, options)
  return [...available, ...pending].reduce((sum, { amount }) => sum + amount, 0)
}

test('after a storm every cent is where the books say', async () => {
  const { app, stripe } = world
  stripe.control.changeSettings({ mayOverdraw: true })
  const dice = createDice(7)
  const stage = await createStormStage(world)
  const acts = createActs(world, stage, dice)
  const bag = Object.entries(weights).flatMap(([name, weight]) =>
    Array.from({ length: weight }, () => acts[name as keyof typeof acts]),
  )
  for (let round = 0; round < rounds; round++) {
    await Promise.all(Array.from({ length: atOnce }, () => dice.oneOf(bag)?.()))
    await world.resetLimits()
  }
  stripe.control.clearFailures()
  await calm()

  expect(
    await app.db.$queryRaw`
    SELECT deadlocks::int FROM pg_stat_database WHERE datname = current_database()`,
  ).toEqual([{ deadlocks: 0 }])
  expect(await app.db.$queryRaw`SELECT name FROM pgboss.job WHERE state = 'failed'`).toEqual([])
  expect(await ledger.faultsOf(app.ctx)).toEqual([])
  const { processorBalance, payeeBalance } = ledger.accounts
  expect(await inBooks(processorBalance('STRIPE', 'usd'))).toBe(await atStripe())
  for (const { id, stripeId } of stage.payees) {
    expect(await inBooks(payeeBalance(id, 'usd'))).toBe(await atStripe(stripeId))
  }
  expect(
    await app.db.$queryRaw`
    SELECT issue.id FROM issue WHERE pledged_amount_sum <> coalesce((
      SELECT sum(amount) FROM pledge
      WHERE issue_id = issue.id AND state IN ('created', 'pending', 'disputed')), 0)`,
  ).toEqual([])
}, 180_000)
