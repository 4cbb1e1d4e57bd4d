import type { Tx } from '#context.ts'
import type { LedgerAccountKind, LedgerTransactionKind, Prisma } from '#generated/prisma/client.ts'
import { lock } from '#lib/locks.ts'
import { sum } from '#lib/money.ts'
import { UnknownTransaction } from './errors.ts'

const withEntries = {
  entries: { include: { account: true } },
} satisfies Prisma.LedgerTransactionInclude

/** A transaction with its entries and their accounts. */
export type FullTransaction = Prisma.LedgerTransactionGetPayload<{ include: typeof withEntries }>

/** The sum of a transaction's entries on accounts of a kind; positive is debit. */
export const sumOn = ({ entries }: FullTransaction, ...kinds: LedgerAccountKind[]): bigint =>
  sum(entries.filter(({ account }) => kinds.includes(account.kind)).map(({ amount }) => amount))

/** What a payee still has of a transfer, the platform's part of it, and both. Cents. */
export type OpenTransfer = {
  transaction: FullTransaction
  net: bigint
  fee: bigint
  gross: bigint
}

/** Where the money of one payment is now. Cents of the payment's currency. */
export type Funding = {
  payment: FullTransaction
  currency: string
  /** Paid, with tax, and neither refunded nor disputed. */
  left: bigint
  /** The tax in it. */
  taxLeft: bigint
  /** Not transferred to anybody, without tax. */
  held: bigint
  /** What of the payment no charge has brought, because we owed it to the backer. */
  credit: bigint
  /** What a charge can give back to the backer: all that is left, but for that credit. */
  refundable: bigint
  transfers: OpenTransfer[]
}

/** Transactions of some kinds by their ids, with their entries. Throws UnknownTransaction. */
export const transactionsOf = async (
  tx: Pick<Tx, 'db'>,
  ids: string[],
  kinds: LedgerTransactionKind[],
): Promise<FullTransaction[]> => {
  const found = await tx.db.ledgerTransaction.findMany({
    where: { id: { in: ids }, kind: { in: kinds } },
    include: withEntries,
  })
  const unknown = ids.filter((id) => !found.some((transaction) => transaction.id === id))
  if (unknown.length === 0) return found
  const wanted = kinds.join(' or ').toLowerCase()
  throw new UnknownTransaction(`The ledger has no ${wanted} ${unknown.join(', ')}`)
}

/** A transaction of one of some kinds, with its entries. Throws UnknownTransaction. */
export const transactionOf = async (
  tx: Pick<Tx, 'db'>,
  id: string,
  kinds: LedgerTransactionKind[],
): Promise<FullTransaction> => {
  const [found] = await transactionsOf(tx, [id], kinds)
  if (!found) throw new UnknownTransaction(`The ledger has no transaction ${id}`)
  return found
}

/** All that was made as part of a refund, a dispute or its reversal, in order. */
export const partsOf = (tx: Pick<Tx, 'db'>, causeId: string): Promise<FullTransaction[]> =>
  tx.db.ledgerTransaction.findMany({
    where: { causeId },
    include: withEntries,
    orderBy: { id: 'asc' },
  })

const openTransfers = (transactions: FullTransaction[]): OpenTransfer[] => {
  const reversals = Map.groupBy(
    transactions.filter(({ kind }) => kind === 'TRANSFER_REVERSAL'),
    ({ originalId }) => originalId,
  )
  return transactions
    .filter(({ kind }) => kind === 'TRANSFER')
    .map((transaction) => {
      const all = [transaction, ...(reversals.get(transaction.id) ?? [])]
      const total = (kind: LedgerAccountKind) => sum(all.map((each) => sumOn(each, kind)))
      const [net, fee] = [-total('PAYABLE'), -total('PLATFORM_REVENUE')]
      return { transaction, net, fee, gross: net + fee }
    })
}

/** Where the money of a payment is. Throws UnknownTransaction for what is no payment. */
export const fundingOf = async (tx: Pick<Tx, 'db'>, paymentId: string): Promise<Funding> => {
  const payment = await transactionOf(tx, paymentId, ['PAYMENT'])
  const later = await tx.db.ledgerTransaction.findMany({
    where: { paymentId },
    include: withEntries,
    orderBy: { id: 'asc' },
  })
  const all = [payment, ...later]
  // Transfers and their reversals move money between backers and payees; it stays paid.
  const paid = all.filter(({ kind }) => kind !== 'TRANSFER' && kind !== 'TRANSFER_REVERSAL')
  const currency = payment.entries[0]?.currency ?? ''
  const left = -sum(paid.map((each) => sumOn(each, 'BACKER_FUNDS', 'TAX_PAYABLE')))
  const credit = sumOn(payment, 'PLATFORM_REVENUE')
  const charged = credit > 0n ? left - credit : left
  return {
    ...{ payment, currency, left, credit },
    refundable: charged > 0n ? charged : 0n,
    taxLeft: -sum(all.map((each) => sumOn(each, 'TAX_PAYABLE'))),
    held: -sum(all.map((each) => sumOn(each, 'BACKER_FUNDS'))),
    transfers: openTransfers(all),
  }
}

/** `fundingOf`, of which nothing changes until the database transaction ends. */
export const lockedFunding = async (tx: Tx, paymentId: string): Promise<Funding> => {
  await lock(tx.db, 'ledger-payment', paymentId)
  return fundingOf(tx, paymentId)
}

/** What every later transaction of a payment inherits from it. */
export const inherited = ({ payment }: Funding) => ({
  paymentId: payment.id,
  pledgeId: payment.pledgeId,
  subscriptionId: payment.subscriptionId,
  paymentUserId: payment.paymentUserId,
  paymentOrganizationId: payment.paymentOrganizationId,
  chargeId: payment.chargeId,
})

/**
 * The charge that transfers of a payment are a part of. None where a charge did not bring all of it:
 * Stripe sends no more of a charge than it was, so it takes them out of what we have.
 */
export const sourceOf = ({ payment, credit }: Funding) => ({
  chargeId: credit > 0n ? null : payment.chargeId,
})

/** The pledge or subscription that a payment is for. */
export const fundOf = ({ payment }: Funding) => payment.pledgeId ?? payment.subscriptionId ?? ''
