import type { Tx } from '#context.ts'
import type { LedgerProcessor } from '#generated/prisma/client.ts'
import {
  backerFunds,
  platformRevenue,
  processorBalance,
  processorFees,
  taxPayable,
} from '../accounts.ts'
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
  /**
   * What of the amount we pay, because we owed it to the backer, and no charge brought; below zero
   * what the charge brought beyond it, because the backer owed it to us. Default 0.
   */
  credit?: bigint
  processor?: LedgerProcessor
  /**
   * The pledge or subscription that is paid, either of them; the charge, if there is one; who paid;
   * where taxed.
   */
  causes: Causes
}

/**
 * A backer has paid. Cents. The money is held for what was paid, the tax apart; the processor's fee
 * is a cost of the platform, and so is what it owed the backer and now pays for them. Throws a RangeError for amounts that make no sense, and as `post`.
 */
export const payment = (tx: Tx, input: PaymentInput) => {
  const { key, currency, amount, tax = 0n, fee = 0n, credit = 0n } = input
  const { processor = 'STRIPE', causes } = input
  const fund = causes.pledgeId ?? causes.subscriptionId
  if (!fund || (causes.pledgeId && causes.subscriptionId)) {
    throw new RangeError('A payment is for a pledge or for a subscription')
  }
  if (amount <= 0n || tax < 0n || tax >= amount || fee < 0n || credit > amount) {
    throw new RangeError(`A payment of ${amount} with ${tax} tax and ${fee} fee makes no sense`)
  }
  if (!causes.chargeId && credit < amount) throw new RangeError('Nothing has brought this payment')
  return post(tx, {
    kind: 'PAYMENT',
    key,
    causes,
    processor,
    entries: [
      { account: processorBalance(processor, currency), amount: amount - credit - fee },
      { account: platformRevenue(currency), amount: credit },
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
