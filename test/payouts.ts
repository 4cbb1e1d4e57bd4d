import { randomUUID } from 'node:crypto'
import * as ledger from '#ledger/service.ts'
import { startWithSdk } from '../sandbox/stripe/testing.ts'
import { startTestApp } from './app.ts'
import { createUser } from './demo.ts'

/**
 * The application beside a sandbox of Stripe that sends it no webhooks, with payees, payments and
 * what follows from them: as rows, in the ledger and at Stripe.
 */
export const startWithPayees = async ({ worker = false, settings = {} } = {}) => {
  const sandbox = await startWithSdk()
  const { stripe, control } = sandbox
  const app = await startTestApp({
    worker,
    settings: {
      STRIPE_SECRET_KEY: sandbox.secretKey,
      STRIPE_PUBLISHABLE_KEY: sandbox.publishableKey,
      STRIPE_API_URL: sandbox.url,
      ...settings,
    },
  })

  /** A person with an account at Stripe that can receive. */
  const payeeIn = async (country = 'US', status: 'ACTIVE' | 'ONBOARDING_STARTED' = 'ACTIVE') => {
    const { id: stripeId } = await stripe.accounts.create({
      type: 'express',
      country,
      capabilities: { transfers: { requested: true } },
      ...(country !== 'US' && { tos_acceptance: { service_agreement: 'recipient' as const } }),
    })
    if (status === 'ACTIVE') control.onboard({ account: stripeId })
    const user = await createUser(app.db)
    const owner = { userId: user.id, adminId: user.id }
    const account = await app.db.payoutAccount.create({
      data: { type: 'STRIPE', status, stripeId, country, ...owner },
    })
    return { id: account.id, stripeId, user }
  }

  /** A pledge that was paid, at Stripe and in the ledger. */
  const pay = async (amount = 10_000n, pledgeId: string = randomUUID()) => {
    const { latest_charge } = await stripe.paymentIntents.create({
      amount: Number(amount),
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
      allowed_payment_method_types: ['card'],
    })
    const chargeId = `${latest_charge}`
    return app.ctx.transaction((tx) =>
      ledger.payment(tx, {
        key: `payment/${chargeId}`,
        currency: 'usd',
        amount,
        causes: { pledgeId, chargeId },
      }),
    )
  }

  /** What a payee has earned of a payment, in the ledger alone. */
  const owe = async (
    paymentId: string,
    payeeAccountId: string,
    amount = 1_000n,
    processor: 'STRIPE' | 'OPEN_COLLECTIVE' = 'STRIPE',
  ) => {
    const key = `reward/${randomUUID()}`
    const part = { amount, fee: 0n, feeBasisPoints: 0, issueRewardId: randomUUID() }
    return app.ctx.transaction((tx) =>
      ledger.transfer(tx, { key, paymentId, payeeAccountId, processor, ...part }),
    )
  }

  /** Gives so much of a payment back; the ledger's ids of the reversals. */
  const giveBack = async (paymentId: string, amount: bigint) => {
    const refundId = `re_${randomUUID()}`
    const { parts } = await app.ctx.transaction((tx) =>
      ledger.refund(tx, { key: `refund/${refundId}`, paymentId, amount, refundId }),
    )
    return parts.map(({ id }) => id)
  }

  /** Makes a transaction of the ledger older than it is, past the trigger that forbids it. */
  const age = (transactionId: string, hours: number) =>
    app.db.$transaction(async (db) => {
      await db.$executeRaw`SET LOCAL session_replication_role = replica`
      await db.$executeRaw`
        UPDATE ledger_transaction SET posted_at = posted_at - ${hours} * interval '1 hour'
        WHERE id = ${transactionId}::uuid`
    })

  /** The ledger's transfers at Stripe, as `[ledger id, amount, reversed]`. */
  const transfersTo = async (destination: string) => {
    const { data } = await stripe.transfers.list({ destination, limit: 100 })
    return data
      .toReversed()
      .map(({ metadata, amount, amount_reversed }) => [
        metadata.ledger_transaction_id,
        amount,
        amount_reversed,
      ])
  }

  const payable = (payeeAccountId: string) =>
    ledger.balanceOf(app.ctx, ledger.accounts.payable(payeeAccountId, 'usd'))

  const atStripe = (payeeAccountId: string, currency = 'usd') =>
    ledger.balanceOf(app.ctx, ledger.accounts.payeeBalance(payeeAccountId, currency))

  return {
    app,
    stripe,
    control,
    ...{ payeeIn, pay, owe, giveBack, age, transfersTo, payable, atStripe },
    stop: async () => {
      await app.stop()
      await sandbox.stop()
    },
  }
}

export type PayeesTest = Awaited<ReturnType<typeof startWithPayees>>
