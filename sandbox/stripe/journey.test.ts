import type Stripe from 'stripe'
import { expect, test } from 'vitest'
import { startWithSdk } from './testing.ts'

test('10,000: sent on 70 to 30, refunded in part, charged back, won', async () => {
  const sandbox = await startWithSdk()
  const { stripe, control } = sandbox
  const accountOf = async () => {
    const { id: account } = await stripe.accounts.create({
      capabilities: { transfers: { requested: true } },
    })
    control.onboard({ account })
    return account
  }
  const holds = async (stripeAccount?: string) => {
    const balance = await stripe.balance.retrieve({}, stripeAccount ? { stripeAccount } : {})
    return (balance.available[0]?.amount ?? 0) + (balance.pending[0]?.amount ?? 0)
  }
  const [org, user] = [await accountOf(), await accountOf()]
  const all = async () => [await holds(), await holds(org), await holds(user)]
  const { id } = await stripe.paymentIntents.create({ amount: 10_000, currency: 'usd' })
  const { latest_charge } = control.payIntent({ id })
  const charge = `${latest_charge}`
  const send = (destination: string, amount: number) =>
    stripe.transfers.create({ amount, currency: 'usd', destination, source_transaction: charge })
  const sent: Stripe.Transfer[] = [await send(org, 6_300), await send(user, 2_700)]
  expect(await all()).toEqual([680, 6_300, 2_700])
  await stripe.refunds.create({ charge, amount: 4_000 })
  for (const { id: transfer, amount } of sent) {
    await stripe.transfers.createReversal(transfer, {
      amount: Math.floor((amount * 4_000) / 10_000),
    })
  }
  expect(await all()).toEqual([600 - 320, 3_780, 1_620])
  const dispute = control.disputeCharge({ charge })
  expect(dispute.amount).toBe(6_000)
  for (const { id: transfer } of sent) await stripe.transfers.createReversal(transfer)
  expect(await all()).toEqual([-320 - 1_500, 0, 0])
  control.winDispute({ id: dispute.id })
  await send(org, 3_780)
  await send(user, 1_620)
  expect(await all()).toEqual([600 - 320 - 1_500, 3_780, 1_620])
  await sandbox.stop()
})
