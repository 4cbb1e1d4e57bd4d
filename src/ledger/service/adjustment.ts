import type { Tx } from '#context.ts'
import { disputeLosses, payable } from '../accounts.ts'
import { post } from './post.ts'

export type WriteOffInput = {
  key: string
  payeeAccountId: string
  /** What the platform bears in the payee's place, above zero. */
  amount: bigint
  currency: string
  /** Why, for those who read the books. */
  note: string
}

/**
 * The platform bears what a payee would have to give back and can't be made to: a reversal after a
 * payout, or an account that is closed. Cents. Throws as `post`.
 */
export const writeOff = (tx: Tx, input: WriteOffInput) => {
  const { key, payeeAccountId, amount, currency, note } = input
  if (amount <= 0n) throw new RangeError(`${amount} can't be written off`)
  return post(tx, {
    kind: 'ADJUSTMENT',
    key,
    note,
    causes: { payeeAccountId },
    entries: [
      { account: disputeLosses(currency), amount },
      { account: payable(payeeAccountId, currency), amount: -amount },
    ],
  })
}
