import type { Ctx } from '#context.ts'
import * as ledger from '#ledger/service.ts'
import * as payoutAccounts from '#payout-account/service.ts'
import * as stripe from '#stripe/service.ts'
import { contentsOf, strangersIn } from '../at-payout.ts'

/** A payout by its id at Stripe, and the account there that it is of. */
export type PayoutAtStripe = { account: string; payoutId: string }

const accountOf = async (ctx: Ctx, stripeId: string) => {
  const account = await payoutAccounts.findByStripeId(ctx, stripeId)
  if (!account) throw new Error(`No payout account is ${stripeId} at Stripe`)
  return account
}

/** The ledger's ids of the transfers and reversals in a payout; what is not ours is logged. */
const paidIn = async (
  ctx: Ctx,
  { account, payoutId, payeeAccountId }: PayoutAtStripe & { payeeAccountId: string },
) => {
  const { sources, returned } = await contentsOf(ctx, account, payoutId)
  const ids = sources.map(({ id }) => id)
  const settled = await ledger.settledAs(ctx, payeeAccountId, ids)
  const unknown = sources.filter(({ id }) => !settled.has(id))
  const strangers = await strangersIn(ctx, account, unknown)
  if (strangers.length > 0) {
    ctx.log.warn({ payoutId, account, strangers }, 'A payout has money that is not from us')
  }
  return { pays: [...settled.values()].sort(), returned }
}

/**
 * Stripe has paid money of an account to its bank: books it, with the transfers and reversals that it
 * consists of. Does nothing for a payout that is not paid (any more), is booked, or has nothing of
 * ours. Throws TryLater if a transfer in it is not settled yet, or Stripe is away, and an error for
 * an account that we don't know.
 */
export const record = async (ctx: Ctx, { account, payoutId }: PayoutAtStripe): Promise<void> => {
  const { id: payeeAccountId } = await accountOf(ctx, account)
  const { payouts } = stripe.of(ctx)
  const payout = await stripe.orLater(payouts.retrieve(payoutId, {}, { stripeAccount: account }))
  if (payout.status !== 'paid') {
    ctx.log.info({ payoutId, account, status: payout.status }, 'The payout is not paid')
    return
  }
  if ((await ledger.payoutsOf(ctx, [payoutId])).has(payoutId)) return
  const { pays, returned } = await stripe.orLater(
    paidIn(ctx, { account, payoutId, payeeAccountId }),
  )
  const amount = BigInt(payout.amount) - returned
  if (pays.length === 0 || amount === 0n) {
    const { automatic } = payout
    ctx.log.warn({ payoutId, account, automatic }, 'A payout has nothing that can be told as ours')
    return
  }
  await ctx.transaction((tx) =>
    ledger.payout(tx, {
      key: `payout/${payoutId}`,
      processor: 'STRIPE',
      payoutId,
      payeeAccountId,
      pays,
      paid: { amount, currency: payout.currency },
    }),
  )
}

/**
 * A payout did not arrive. Where it was booked as paid, it stays so: the money is back in the
 * account at Stripe, which pays it again once the bank account is in order. Logged as an error, for
 * staff to tell the payee. Throws an error for an account that we don't know.
 */
export const recordFailure = async (ctx: Ctx, { account, payoutId }: PayoutAtStripe) => {
  const { id: payoutAccountId } = await accountOf(ctx, account)
  const isBooked = (await ledger.payoutsOf(ctx, [payoutId])).has(payoutId)
  ctx.log.error({ payoutId, payoutAccountId, isBooked }, 'A payout failed at the payee’s bank')
}
