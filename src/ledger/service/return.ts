import type { Tx } from '#context.ts'
import type { LedgerProcessor, LedgerTransaction } from '#generated/prisma/client.ts'
import {
  backerFunds,
  payable,
  platformRevenue,
  processorBalance,
  processorFees,
  taxPayable,
} from '../accounts.ts'
import {
  type FullTransaction,
  type Funding,
  fundOf,
  inherited,
  lockedFunding,
  partsOf,
  sourceOf,
  sumOn,
  transactionOf,
} from '../funding.ts'
import { planReturn, type ReversalPlan } from '../plan.ts'
import { once, post } from './post.ts'

/** A reversal, or a transfer that is made again. What has an amount is for the processor to do. */
export type Part = {
  /** Its id in the ledger, for `settle`. */
  id: string
  /** The transfer that it reverses, or the reversal that it makes up for. */
  originalId: string
  payeeAccountId: string
  processor: LedgerProcessor
  /** What the payee gives back or gets again, never below zero. Cents. */
  amount: bigint
  /** What the platform does; a cent of rounding may be below zero. */
  fee: bigint
}

/** A refund or dispute, or the end of one, with the reversals or transfers that are part of it. */
export type Return = { transaction: LedgerTransaction; parts: Part[] }

const partsWith = async (tx: Tx, transaction: LedgerTransaction): Promise<Return> => {
  const parts = await partsOf(tx, transaction.id)
  const sign = transaction.kind === 'DISPUTE_REVERSAL' ? -1n : 1n
  return {
    transaction,
    parts: parts.map((part) => ({
      id: part.id,
      originalId: part.originalId ?? '',
      payeeAccountId: part.payeeAccountId ?? '',
      processor: part.processor,
      amount: sign * sumOn(part, 'PAYABLE'),
      fee: sign * sumOn(part, 'PLATFORM_REVENUE'),
    })),
  }
}

type ReturnInput = {
  key: string
  /** The payment, by its id in the ledger. */
  paymentId: string
  /** What goes back to the backer, with tax. */
  amount: bigint
  /** What the processor takes for it. Default 0. */
  fee?: bigint
}

export type RefundInput = ReturnInput & { refundId: string }
export type DisputeInput = ReturnInput & { disputeId: string }

const reverse = (tx: Tx, funding: Funding, cause: LedgerTransaction, plan: ReversalPlan) => {
  const { currency } = funding
  const { id, payeeAccountId, issueRewardId, processor, feeBasisPoints } = plan.transfer.transaction
  if (!payeeAccountId) throw new RangeError(`The transfer ${id} has no payee`)
  return post(tx, {
    kind: 'TRANSFER_REVERSAL',
    key: `${cause.key}/${id}`,
    processor,
    feeBasisPoints,
    causes: {
      ...{ ...inherited(funding), ...sourceOf(funding), payeeAccountId, issueRewardId },
      ...{ originalId: id, causeId: cause.id },
    },
    entries: [
      { account: payable(payeeAccountId, currency), amount: plan.net },
      { account: platformRevenue(currency), amount: plan.fee },
      { account: backerFunds(fundOf(funding), currency), amount: -plan.gross },
    ],
  })
}

const giveBack = async (tx: Tx, kind: 'REFUND' | 'DISPUTE', input: RefundInput | DisputeInput) => {
  const { key, paymentId, amount, fee = 0n, ...ids } = input
  const transaction = await once(tx, key, { kind, request: input }, async () => {
    const funding = await lockedFunding(tx, paymentId)
    const { currency, payment } = funding
    const { tax, untaxed, reversals } = planReturn(funding, amount)
    const cause = await post(tx, {
      kind,
      key,
      request: input,
      processor: payment.processor,
      causes: {
        ...{ ...inherited(funding), ...ids },
        ...{ taxCountry: payment.taxCountry, taxState: payment.taxState },
      },
      entries: [
        { account: processorBalance(payment.processor, currency), amount: -amount - fee },
        { account: processorFees(payment.processor, currency), amount: fee },
        { account: backerFunds(fundOf(funding), currency), amount: untaxed },
        { account: taxPayable(payment, currency), amount: tax },
      ],
    })
    for (const plan of reversals) await reverse(tx, funding, cause, plan)
    return cause
  })
  return partsWith(tx, transaction)
}

/**
 * A backer got money back. Cents, with tax. Each transfer of the payment is reversed in proportion;
 * `parts` are these reversals, in the books alone until `settle` says that the processor has done
 * them. Throws MoreThanLeft if less is left of the payment, UnknownTransaction, and as `post`.
 */
export const refund = (tx: Tx, input: RefundInput): Promise<Return> => giveBack(tx, 'REFUND', input)

/** A backer's bank took the money back, and the processor a fee. As `refund`. */
export const dispute = (tx: Tx, input: DisputeInput): Promise<Return> =>
  giveBack(tx, 'DISPUTE', input)

/** What was reversed is owed again, to the cent: the opposite of the reversal's own entries. */
const redo = (tx: Tx, reversal: FullTransaction, cause: LedgerTransaction) => {
  const { paymentId, pledgeId, subscriptionId, payeeAccountId, issueRewardId } = reversal
  const { paymentUserId, paymentOrganizationId, chargeId } = reversal
  return post(tx, {
    kind: 'TRANSFER',
    key: `${cause.key}/${reversal.id}`,
    processor: reversal.processor,
    feeBasisPoints: reversal.feeBasisPoints,
    causes: {
      ...{ paymentId, pledgeId, subscriptionId, payeeAccountId, issueRewardId },
      ...{ paymentUserId, paymentOrganizationId, chargeId },
      ...{ originalId: reversal.id, causeId: cause.id },
    },
    entries: reversal.entries.map(({ account, amount }) => ({ account, amount: -amount })),
  })
}

export type ReinstatementInput = {
  key: string
  /** The dispute that was won, by its id in the ledger. */
  disputeId: string
  /** What the processor takes for it; below zero what it gives back. Default 0. */
  fee?: bigint
}

const reinstateOf = async (tx: Tx, input: ReinstatementInput) => {
  const { key, fee = 0n } = input
  const lost = await transactionOf(tx, input.disputeId, ['DISPUTE'])
  const funding = await lockedFunding(tx, lost.paymentId ?? '')
  const { currency, payment } = funding
  const untaxed = sumOn(lost, 'BACKER_FUNDS')
  const tax = sumOn(lost, 'TAX_PAYABLE')
  const won = await post(tx, {
    kind: 'DISPUTE_REVERSAL',
    key,
    request: input,
    processor: payment.processor,
    causes: {
      ...{ ...inherited(funding), disputeId: lost.disputeId, originalId: lost.id },
      ...{ taxCountry: payment.taxCountry, taxState: payment.taxState },
    },
    entries: [
      { account: processorBalance(payment.processor, currency), amount: untaxed + tax - fee },
      { account: processorFees(payment.processor, currency), amount: fee },
      { account: backerFunds(fundOf(funding), currency), amount: -untaxed },
      { account: taxPayable(payment, currency), amount: -tax },
    ],
  })
  for (const reversal of await partsOf(tx, lost.id)) await redo(tx, reversal, won)
  return won
}

/**
 * A dispute was won: the money is back, and every transfer that this dispute reversed is made again
 * in full; `parts` are these new transfers. Throws UnknownTransaction for what is no dispute, and as
 * `post`.
 */
export const reinstate = async (tx: Tx, input: ReinstatementInput): Promise<Return> => {
  const request = { kind: 'DISPUTE_REVERSAL', request: input }
  const transaction = await once(tx, input.key, request, () => reinstateOf(tx, input))
  return partsWith(tx, transaction)
}
