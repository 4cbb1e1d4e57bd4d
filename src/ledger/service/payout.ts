import type { Tx } from '#context.ts'
import type { LedgerProcessor, LedgerTransaction } from '#generated/prisma/client.ts'
import { payable, payeeBalance, processorBalance } from '../accounts.ts'
import { AlreadyPaidOut, UnknownTransaction } from '../errors.ts'
import { sumOn, transactionsOf } from '../funding.ts'
import { type Entry, exchanged } from '../posting.ts'
import { once, post } from './post.ts'

export type PayoutInput = {
  key: string
  payeeAccountId: string
  /** The transfers and reversals that it pays, by their ids in the ledger. */
  pays: string[]
} & (
  | {
      processor: 'STRIPE'
      payoutId: string
      /** What Stripe paid out of the payee's balance; below zero what it took from their bank. */
      paid: { amount: bigint; currency: string }
    }
  | { processor: 'OPEN_COLLECTIVE'; payoutId?: undefined }
)

/** An entry for each transfer and reversal that is paid. */
const paidOf = async (
  tx: Tx,
  input: { payeeAccountId: string; pays: string[]; processor: LedgerProcessor },
): Promise<Entry[]> => {
  const { payeeAccountId, pays, processor } = input
  const paid = await transactionsOf(tx, pays, ['TRANSFER', 'TRANSFER_REVERSAL'])
  for (const { id, ...transaction } of paid) {
    if (transaction.payeeAccountId === payeeAccountId && transaction.processor === processor)
      continue
    throw new UnknownTransaction(`${id} is of another account or processor`)
  }
  const before = await tx.db.ledgerEntry.findFirst({ where: { settlesId: { in: pays } } })
  if (before) throw new AlreadyPaidOut(`${before.settlesId} is paid out already`)
  return paid
    .filter((transaction) => sumOn(transaction, 'PAYABLE') !== 0n)
    .map((transaction) => ({
      account: payable(payeeAccountId, transaction.entries[0]?.currency ?? ''),
      amount: -sumOn(transaction, 'PAYABLE'),
      settlesId: transaction.id,
    }))
}

/**
 * Money has left for the payee's bank. Stripe pays the payee's balance, in its currency; for Open
 * Collective we send our own. What is owed sinks by the transfers and reversals that it pays; Stripe
 * may pay more or less than those, which the payee's conversion account keeps. Throws
 * UnknownTransaction for a transfer of somebody else, AlreadyPaidOut, and as `post`.
 */
export const payout = (tx: Tx, input: PayoutInput) => {
  const { key, payeeAccountId, processor, payoutId } = input
  if (input.processor === 'STRIPE' && input.paid.amount === 0n) {
    throw new RangeError(`${input.paid.amount} can't have been paid out`)
  }
  const kind = 'PAYOUT'
  return once(tx, key, { kind, request: input }, async () => {
    const owed = await paidOf(tx, input)
    const entries =
      input.processor === 'STRIPE'
        ? exchanged(payeeAccountId, owed, {
            account: payeeBalance(payeeAccountId, input.paid.currency),
            amount: -input.paid.amount,
          })
        : owed.flatMap((entry) => [
            entry,
            {
              // All that backers pay comes through Stripe: it is sent on from there.
              account: processorBalance('STRIPE', entry.account.currency),
              amount: -entry.amount,
            },
          ])
    const causes = { payeeAccountId, payoutId }
    return post(tx, { kind, key, request: input, processor, causes, entries })
  })
}

/** Those of some payouts, by the processor's ids, that are in the books. */
export const payoutsOf = async (
  tx: Pick<Tx, 'db'>,
  payoutIds: string[],
): Promise<Map<string, LedgerTransaction>> => {
  const found = await tx.db.ledgerTransaction.findMany({
    where: { kind: 'PAYOUT', payoutId: { in: payoutIds } },
  })
  return new Map(found.map((payout) => [payout.payoutId ?? '', payout]))
}
