import type { Tx } from '#context.ts'
import type { LedgerTransaction } from '#generated/prisma/client.ts'
import { disputeLosses, payable } from '../accounts.ts'
import { transactionOf } from '../funding.ts'
import { post } from './post.ts'

export type WriteOffInput = {
  key: string
  payeeAccountId: string
  /** What the platform bears in the payee's place, above zero. */
  amount: bigint
  currency: string
  /** Why, for those who read the books. */
  note: string
  /** The reversal that the payee can't pay, by its id in the ledger. */
  originalId?: string
}

/**
 * The platform bears what a payee would have to give back and can't be made to: a reversal after a
 * payout, or an account that is closed. Cents. Throws as `post`.
 */
export const writeOff = (tx: Tx, input: WriteOffInput) => {
  const { key, payeeAccountId, amount, currency, note, originalId } = input
  if (amount <= 0n) throw new RangeError(`${amount} can't be written off`)
  return post(tx, {
    kind: 'ADJUSTMENT',
    key,
    note,
    causes: { payeeAccountId, originalId },
    entries: [
      { account: disputeLosses(currency), amount },
      { account: payable(payeeAccountId, currency), amount: -amount },
    ],
  })
}

/** How a reversal was written off; null if it was not, or if that was undone. */
export const writeOffOf = (
  tx: Pick<Tx, 'db'>,
  reversalId: string,
): Promise<LedgerTransaction | null> =>
  tx.db.ledgerTransaction.findFirst({
    where: { kind: 'ADJUSTMENT', originalId: reversalId, later: { none: {} } },
  })

/** What was written off is the payee's again: it came back after all. Throws as `post`. */
export const undoWriteOff = async (tx: Tx, writeOffId: string, note: string) => {
  const { id, key, payeeAccountId, entries } = await transactionOf(tx, writeOffId, ['ADJUSTMENT'])
  return post(tx, {
    kind: 'ADJUSTMENT',
    key: `${key}/undone`,
    note,
    causes: { payeeAccountId, originalId: id },
    entries: entries.map(({ account: { kind, owner, currency }, amount }) => ({
      account: { kind, owner, currency },
      amount: -amount,
    })),
  })
}
