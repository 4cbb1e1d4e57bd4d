import type Stripe from 'stripe'
import type { Ctx } from '#context.ts'
import * as ledger from '#ledger/service.ts'
import { TryLater } from '#lib/jobs.ts'
import * as stripe from '#stripe/service.ts'
import { ledgerIdOf } from './at-stripe.ts'

/** What a payout consists of, by ids at Stripe. */
export type Contents = {
  /** Transfers, and reversals with the payment in the account that they take back. */
  sources: { id: string; payment: string | null }[]
  /** In the account's currency: what comes of failed payouts that are in the books as paid. */
  returned: bigint
}

/** The transfer or reversal that a movement in the account came from; null for what is none. */
const sourceOf = ({ source }: Stripe.BalanceTransaction) => {
  if (source === null || typeof source === 'string') return null
  if (source.object === 'charge') return { id: stripe.idOf(source.source_transfer), payment: null }
  if (source.object === 'refund') {
    return { id: stripe.idOf(source.source_transfer_reversal), payment: stripe.idOf(source.charge) }
  }
  return null
}

const isReturn = ({ type }: Stripe.BalanceTransaction) =>
  type === 'payout_failure' || type === 'payout_cancel'

/**
 * What a payout consists of, by the balance transactions that Stripe lists under it ("Payout
 * reconciliation"). A payout that the bank sent back is in the next one: if it was never booked as
 * paid, what it consisted of is.
 */
export const contentsOf = async (
  ctx: Ctx,
  stripeAccount: string,
  payoutId: string,
): Promise<Contents> => {
  const { balanceTransactions } = stripe.of(ctx)
  const contents: Contents = { sources: [], returned: 0n }
  const seen = new Set([payoutId])
  for (const payout of seen) {
    const list = balanceTransactions.list(
      { payout, limit: 100, expand: ['data.source'] },
      { stripeAccount },
    )
    for await (const row of list) {
      const source = sourceOf(row)
      if (source?.id) contents.sources.push({ id: source.id, payment: source.payment })
      const returned = isReturn(row) ? stripe.idOf(row.source) : null
      if (!returned) continue
      const isBooked = (await ledger.payoutsOf(ctx, [returned])).has(returned)
      if (isBooked) contents.returned += BigInt(row.amount)
      else seen.add(returned)
    }
  }
  return contents
}

const atStripe = async (
  ctx: Ctx,
  stripeAccount: string,
  { id, payment }: Contents['sources'][number],
) => {
  const { transfers, charges } = stripe.of(ctx)
  if (!payment) return transfers.retrieve(id)
  const { source_transfer } = await charges.retrieve(payment, {}, { stripeAccount })
  return transfers.retrieveReversal(stripe.idOf(source_transfer) ?? '', id)
}

/**
 * Of what a payout consists of, those that are no transfers or reversals of ours. Throws TryLater if
 * one is ours: then it is about to be settled.
 */
export const strangersIn = async (
  ctx: Ctx,
  stripeAccount: string,
  unknown: Contents['sources'],
): Promise<string[]> => {
  for (const source of unknown) {
    const found = await stripe.orNull(atStripe(ctx, stripeAccount, source))
    const ledgerId = found && ledgerIdOf(found)
    if (ledgerId) throw new TryLater(`${source.id} of ${ledgerId} is not settled yet`)
  }
  return unknown.map(({ id }) => id)
}
