import { afterAll, beforeAll, expect, test } from 'vitest'
import { sendTransfer } from '#payout/jobs.ts'
import { connectSecret } from '../../sandbox/stripe/testing.ts'
import { startWithPayees } from '../../test/payouts.ts'
import * as webhooks from './service.ts'

// What Stripe tells of connected accounts, from its webhook to what is seen of it.

let setting: Awaited<ReturnType<typeof startWithPayees>>

beforeAll(async () => {
  setting = await startWithPayees({
    worker: true,
    settings: { STRIPE_CONNECT_WEBHOOK_SECRET: connectSecret },
  })
  const url = `${setting.app.address}/webhooks/stripe/connect`
  await setting.control.sendWebhooksTo({ url, secret: connectSecret, of: 'connect' })
})
afterAll(() => setting.stop())

/** The last event of a type that came of an account. */
const eventOf = (account: string, type: string) =>
  setting.app.db.stripeEvent.findFirst({
    where: { account, type },
    orderBy: { receivedAt: 'desc' },
  })

const patience = { timeout: 10_000 }

/** Waits until the last event of a type of an account is done. */
const processed = (account: string, type: string) =>
  expect.poll(async () => (await eventOf(account, type))?.status, patience).toBe('PROCESSED')

/** Somebody with ten dollars in their account at Stripe. */
const payeeWithMoney = async () => {
  const payee = await setting.payeeIn('US')
  const payment = await setting.pay()
  const { id } = await setting.owe(payment.id, payee.id)
  await setting.app.ctx.transaction((tx) => tx.jobs.send(sendTransfer, { transactionId: id }))
  await expect.poll(() => setting.atStripe(payee.id), patience).toBe(1_000n)
  await setting.control.settleFunds()
  return payee
}

test('an account is active once Stripe says so, and no longer when it has left us', async () => {
  const { db } = setting.app
  const { id, stripeId: account } = await setting.payeeIn('US', 'ONBOARDING_STARTED')
  const status = async () => (await db.payoutAccount.findUniqueOrThrow({ where: { id } })).status
  await setting.control.onboard({ account })
  await processed(account, 'account.updated')
  expect(await status()).toBe('ACTIVE')
  await setting.control.disconnect({ account })
  await processed(account, 'account.application.deauthorized')
  expect(await status()).toBe('ONBOARDING_STARTED')
})

test('a payout that is paid is in the books', async () => {
  const { id: payeeAccountId, stripeId: account } = await payeeWithMoney()
  const { id: payoutId } = await setting.control.payOut({ account, currency: 'usd' })
  await processed(account, 'payout.paid')
  expect(await setting.app.db.ledgerTransaction.findMany({ where: { payoutId } })).toMatchObject([
    { kind: 'PAYOUT', payeeAccountId },
  ])
  expect(await setting.atStripe(payeeAccountId)).toBe(0n)
  await setting.control.failPayout({ account, id: payoutId })
  await processed(account, 'payout.failed')
})

test.each([
  ['payout.paid', { id: 'po_1' }, 'No payout account is acct_stranger at Stripe'],
  ['account.updated', { id: 'acct_stranger' }, 'no such payout account'],
])(
  '%s of an account that is none of ours fails, and stays to be seen',
  async (type, object, why) => {
    const { db, ctx } = setting.app
    const event = { id: `evt_of_${type}`, type, account: 'acct_stranger' }
    const payload = { ...event, data: { object } }
    await db.stripeEvent.create({ data: { ...event, happenedAt: new Date(), payload } })
    await expect(webhooks.process(ctx, event.id)).rejects.toThrow(why)
    expect(await eventOf(event.account, type)).toMatchObject({ status: 'RECEIVED' })
  },
)
