import type { Tx } from '#context.ts'
import type { LedgerProcessor } from '#generated/prisma/client.ts'
import { backerFunds, processorBalance, processorFees, taxPayable } from '../accounts.ts'
import type { Causes } from '../posting.ts'
import { post } from './post.ts'

export type PaymentInput = {
  key: string
  currency: string
  /** What the backer paid, with tax. */
  amount: bigint
  /** The tax in it. Default 0. */
  tax?: bigint
  /** What the processor keeps. Default 0. */
  fee?: bigint
  processor?: LedgerProcessor
  /** The pledge or subscription that is paid, either of them; the charge; who paid; where taxed. */
  causes: Causes & { chargeId: string }
}

/**
 * A backer has paid. Cents. The money is held for what was paid, the tax apart; the processor's fee
 * is a cost of the platform. Throws a RangeError for amounts that make no sense, and as `post`.
 */
export const payment = (tx: Tx, input: PaymentInput) => {
  const { key, currency, amount, tax = 0n, fee = 0n, processor = 'STRIPE', causes } = input
  const fund = causes.pledgeId ?? causes.subscriptionId
  if (!fund || (causes.pledgeId && causes.subscriptionId)) {
    throw new RangeError('A payment is for a pledge or for a subscription')
  }
  if (amount <= 0n || tax < 0n || tax >= amount || fee < 0n) {
    throw new RangeError(`A payment of ${amount} with ${tax} tax and ${fee} fee makes no sense`)
  }
  return post(tx, {
    kind: 'PAYMENT',
    key,
    causes,
    processor,
    entries: [
      { account: processorBalance(processor, currency), amount: amount - fee },
      { account: processorFees(processor, currency), amount: fee },
      { account: backerFunds(fund, currency), amount: tax - amount },
      { account: taxPayable(causes, currency), amount: -tax },
    ],
  })
}

/** The payment of a charge; null as long as it is not posted: then what follows it has to wait. */
export const paymentOfCharge = (tx: Pick<Tx, 'db'>, chargeId: string) =>
  tx.db.ledgerTransaction.findFirst({ where: { kind: 'PAYMENT', chargeId } })

/** The payment of a pledge; null as long as it is not posted. */
export const paymentOfPledge = (tx: Pick<Tx, 'db'>, pledgeId: string) =>
  tx.db.ledgerTransaction.findFirst({
    where: { kind: 'PAYMENT', pledgeId },
    orderBy: { id: 'asc' },
  })
