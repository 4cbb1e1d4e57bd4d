import type { Tx } from '#context.ts'
import type { LedgerProcessor } from '#generated/prisma/client.ts'
import {
  backerFunds,
  payable,
  payeeBalance,
  platformRevenue,
  processorBalance,
} from '../accounts.ts'
import { MoreThanLeft, UnknownTransaction } from '../errors.ts'
import { fundOf, inherited, lockedFunding, sourceOf, sumOn, transactionOf } from '../funding.ts'
import { exchanged } from '../posting.ts'
import { once, post } from './post.ts'

export type TransferInput = {
  key: string
  /** The payment whose money it is, by its id in the ledger. */
  paymentId: string
  payeeAccountId: string
  /** What the payee gets. */
  amount: bigint
  /** What the platform keeps, beside that. */
  fee: bigint
  /** The share that the fee was reckoned with. */
  feeBasisPoints: number
  processor?: LedgerProcessor
  issueRewardId?: string
}

/**
 * A payee has earned a part of a payment. Cents of the payment's currency. This books what is owed;
 * once the processor has moved the money, `settle` says so. Throws MoreThanLeft if less than amount
 * and fee is held, UnknownTransaction without the payment, and as `post`.
 */
export const transfer = (tx: Tx, input: TransferInput) => {
  const { key, paymentId, payeeAccountId, amount, fee, feeBasisPoints, issueRewardId } = input
  const processor = input.processor ?? 'STRIPE'
  if (amount <= 0n || fee < 0n) throw new RangeError(`No transfer is of ${amount}, fee ${fee}`)
  const kind = 'TRANSFER'
  return once(tx, key, { kind, request: input }, async () => {
    const funding = await lockedFunding(tx, paymentId)
    const { currency, held } = funding
    if (amount + fee > held) throw new MoreThanLeft(amount + fee, held)
    return post(tx, {
      kind,
      key,
      request: input,
      processor,
      feeBasisPoints,
      causes: { ...inherited(funding), ...sourceOf(funding), payeeAccountId, issueRewardId },
      entries: [
        { account: backerFunds(fundOf(funding), currency), amount: amount + fee },
        { account: payable(payeeAccountId, currency), amount: -amount },
        { account: platformRevenue(currency), amount: -fee },
      ],
    })
  })
}

export type SettlementInput = {
  key: string
  /** The transfer or reversal that the processor has done, by its id in the ledger. */
  transactionId: string
  /** The processor's id of it. */
  processorId: string
  /** What came into the payee's balance or left it, not below zero. Default: the same amount. */
  moved?: { amount: bigint; currency: string }
}

/**
 * The processor has done a transfer or its reversal: money has moved between our balance and the
 * payee's, which may be in another currency. Once for each. Not for Open Collective, whose
 * transfers are in the books alone. Throws UnknownTransaction, and as `post`.
 */
export const settle = async (tx: Tx, input: SettlementInput) => {
  const original = await transactionOf(tx, input.transactionId, ['TRANSFER', 'TRANSFER_REVERSAL'])
  const { id, payeeAccountId, processor } = original
  if (!payeeAccountId || processor !== 'STRIPE') {
    throw new UnknownTransaction(`${id} is not done at a processor`)
  }
  const owed = -sumOn(original, 'PAYABLE')
  const currency = original.entries[0]?.currency ?? ''
  const { moved: there = { amount: owed < 0n ? -owed : owed, currency } } = input
  if (there.amount < 0n) throw new RangeError(`${there.amount} can't have been moved`)
  const isBack = original.kind === 'TRANSFER_REVERSAL'
  const { paymentId, pledgeId, subscriptionId, issueRewardId } = original
  return post(tx, {
    kind: 'SETTLEMENT',
    key: input.key,
    request: input,
    causes: {
      ...{ paymentId, pledgeId, subscriptionId, issueRewardId, payeeAccountId, originalId: id },
      ...(isBack ? { transferReversalId: input.processorId } : { transferId: input.processorId }),
    },
    entries: exchanged(
      payeeAccountId,
      [{ account: processorBalance(processor, currency), amount: -owed }],
      {
        account: payeeBalance(payeeAccountId, there.currency),
        amount: isBack ? -there.amount : there.amount,
      },
    ),
  })
}

/** How the processor did a transfer or reversal: its id there. Null as long as it has not. */
export const settlementOf = async (tx: Pick<Tx, 'db'>, transactionId: string) => {
  const settlement = await tx.db.ledgerTransaction.findFirst({
    where: { kind: 'SETTLEMENT', originalId: transactionId },
  })
  const processorId = settlement?.transferId ?? settlement?.transferReversalId
  return settlement && processorId ? { id: settlement.id, processorId } : null
}
