import Stripe from 'stripe'
import type { Ctx } from '#context.ts'
import type { Movement } from '#ledger/service.ts'
import { TryLater } from '#lib/jobs.ts'
import * as stripe from '#stripe/service.ts'

/** A transfer or reversal that Stripe has done: its id, and what came into the account or left it. */
export type Done = { id: string; moved: { amount: bigint; currency: string } }

/**
 * Stripe remembers a key for 24 hours ("Idempotent requests"). What is older than half of that may
 * have been tried with a key that is forgotten.
 */
const keyTrustMs = 12 * 60 * 60 * 1_000
const clockSkewSeconds = 3_600
const mostKeys = 50

/** By which a transfer or reversal at Stripe is known as ours. */
export const ledgerIdOf = ({ metadata }: { metadata: Stripe.Metadata | null }): string | null =>
  metadata?.ledger_transaction_id ?? null

const isReplayed = (error: unknown) =>
  error instanceof Stripe.errors.StripeError && error.headers?.['idempotent-replayed'] === 'true'

type Making<Made> = {
  movement: Movement
  key: string
  create: (idempotencyKey: string) => Promise<Made>
  find: () => Promise<Made | null>
}

/**
 * Makes a thing at Stripe once. Under a key Stripe repeats a failure too, also when its cause is
 * gone: that request is over, so what it has not made can be asked for under another key.
 */
const makeOnce = async <Made>({ movement, key, create, find }: Making<Made>): Promise<Made> => {
  const isOld = movement.postedAt.getTime() + keyTrustMs < Date.now()
  const before = isOld ? await find() : null
  if (before) return before
  for (let attempt = 1; ; attempt++) {
    try {
      return await create(attempt === 1 ? key : `${key}/${attempt}`)
    } catch (error) {
      if (!isReplayed(error) || attempt === mostKeys) throw error
      const made = await find()
      if (made) return made
    }
  }
}

const metadataOf = (movement: Movement, paymentIntent: string | null) => ({
  ledger_transaction_id: movement.id,
  ...(movement.pledgeId && { pledge_id: movement.pledgeId }),
  ...(movement.subscriptionId && { subscription_id: movement.subscriptionId }),
  ...(movement.issueRewardId && { issue_reward_id: movement.issueRewardId }),
  ...(paymentIntent && { stripe_payment_id: paymentIntent }),
})

const findIn = async <Made extends { metadata: Stripe.Metadata | null }>(
  list: AsyncIterable<Made>,
  { id }: Movement,
): Promise<Made | null> => {
  for await (const made of list) if (ledgerIdOf(made) === id) return made
  return null
}

const movedBy = (booked: string | Stripe.BalanceTransaction | null): Done['moved'] => {
  if (booked === null || typeof booked === 'string') {
    throw new TryLater('Stripe has not booked it in the account yet')
  }
  return { amount: BigInt(Math.abs(booked.amount)), currency: booked.currency }
}

const expand = ['balance_transaction']

/**
 * Sends the money of a transfer to an account, out of the charge that it is a part of; finds what an
 * earlier try has sent. Throws what Stripe throws, and TryLater.
 */
export const transferTo = async (
  ctx: Ctx,
  transfer: Movement,
  account: { stripeId: string; paymentIntent: string | null },
): Promise<Done> => {
  const { transfers, charges } = stripe.of(ctx)
  const destination = account.stripeId
  const created = { gte: Math.floor(transfer.postedAt.getTime() / 1_000) - clockSkewSeconds }
  const made = await makeOnce({
    movement: transfer,
    key: `transfer/${transfer.id}`,
    create: (idempotencyKey) =>
      transfers.create(
        {
          amount: Number(transfer.amount),
          currency: transfer.currency,
          destination,
          // Stripe gives it the charge's transfer group, too.
          ...(transfer.chargeId && { source_transaction: transfer.chargeId }),
          metadata: metadataOf(transfer, account.paymentIntent),
        },
        { idempotencyKey },
      ),
    find: () => findIn(transfers.list({ destination, created, limit: 100 }), transfer),
  })
  const stripeAccount = account.stripeId
  const payment = stripe.idOf(made.destination_payment) ?? ''
  const arrived = await charges.retrieve(payment, { expand }, { stripeAccount })
  return { id: made.id, moved: movedBy(arrived.balance_transaction) }
}

/** Takes the money of a reversal back out of a transfer. As `transferTo`. */
export const reversalOf = async (
  ctx: Ctx,
  reversal: Movement,
  account: { stripeId: string; transferId: string },
): Promise<Done> => {
  const { transfers, refunds } = stripe.of(ctx)
  const { stripeId: stripeAccount, transferId } = account
  const made = await makeOnce({
    movement: reversal,
    key: `reversal/${reversal.id}`,
    create: (idempotencyKey) =>
      transfers.createReversal(
        transferId,
        { amount: Number(reversal.amount), metadata: metadataOf(reversal, null) },
        { idempotencyKey },
      ),
    find: () => findIn(transfers.listReversals(transferId, { limit: 100 }), reversal),
  })
  const refund = stripe.idOf(made.destination_payment_refund) ?? ''
  const left = await refunds.retrieve(refund, { expand }, { stripeAccount })
  return { id: made.id, moved: movedBy(left.balance_transaction) }
}
