import type { Tx } from '#context.ts'
import type { LedgerTransaction, Pledge } from '#generated/prisma/client.ts'
import * as ledger from '#ledger/service.ts'
import { reverseTransfer, sendTransfer } from '#payout/jobs.ts'
import { isActive } from '../states.ts'
import type { Fact, Snapshot } from './snapshot.ts'

const keyOf = ({ kind, id }: Pick<Fact, 'kind' | 'id'>) => `${kind}/${id}`

const needsHand = (tx: Tx, fact: Pick<Fact, 'kind' | 'id'>, why: string) =>
  tx.log.error({ kind: fact.kind, stripeId: fact.id }, `The books need an adjustment: ${why}`)

/** Refunds, disputes and won disputes of a payment that are in the books: ledger ids by their keys. */
const bookedOf = async (tx: Tx, paymentId: string) => {
  const rows = await tx.db.ledgerTransaction.findMany({
    where: { paymentId, kind: { in: ['REFUND', 'DISPUTE', 'DISPUTE_REVERSAL'] } },
    select: { id: true, key: true },
  })
  return new Map(rows.map(({ key, id }) => [key, id]))
}

/** What of a fact can be booked: no more than is left of the payment. Cents. */
const bookable = async (tx: Tx, paymentId: string, fact: Fact) => {
  const { left } = await ledger.fundingOf(tx, paymentId)
  if (fact.amount <= left) return fact.amount
  needsHand(tx, fact, `${fact.amount} went back, and only ${left} were left`)
  return left
}

/** Books one fact. Null where nothing of it can be booked. */
const book = async (tx: Tx, paymentId: string, fact: Fact, booked: Map<string, string>) => {
  const { kind, id, fee } = fact
  const key = keyOf(fact)
  if (kind === 'reinstatement') {
    const disputeId = booked.get(keyOf({ kind: 'dispute', id }))
    if (disputeId) return ledger.reinstate(tx, { key, disputeId, fee })
    needsHand(tx, fact, 'a dispute was won that is not in them')
    return null
  }
  const amount = await bookable(tx, paymentId, fact)
  if (amount === 0n) return null
  const of = { key, paymentId, amount, fee }
  return kind === 'refund'
    ? ledger.refund(tx, { ...of, refundId: id })
    : ledger.dispute(tx, { ...of, disputeId: id })
}

/** What a refund changes of a pledge. The last one leaves the amount, which says what it was. */
const refunded = (pledge: Pledge, { amount, at }: Fact, left: bigint): Pledge => {
  const changed = { ...pledge, refundedAt: new Date(at * 1_000) }
  if (left > 0n) return { ...changed, amount: pledge.amount > amount ? pledge.amount - amount : 0n }
  return isActive(pledge.state) ? { ...changed, state: 'REFUNDED' } : changed
}

/** Books whose refund a bank did not take: the money came back to us, which only staff can sort out. */
const reportFailed = (tx: Tx, { failedRefundIds }: Snapshot, booked: Map<string, string>) => {
  for (const id of failedRefundIds) {
    const fact = { kind: 'refund', id } as const
    if (booked.has(keyOf(fact))) needsHand(tx, fact, 'a refund failed after it was booked')
  }
}

/**
 * Books what came after a payment and is not in the books, and has it done at payees. Returns the
 * pledge as it is to be.
 */
export const bookReturns = async (
  tx: Tx,
  payment: LedgerTransaction,
  pledge: Pledge,
  snapshot: Snapshot,
): Promise<Pledge> => {
  const booked = await bookedOf(tx, payment.id)
  reportFailed(tx, snapshot, booked)
  const seen = new Set<string>()
  let result = pledge
  for (const fact of snapshot.facts) {
    const key = keyOf(fact)
    if (seen.has(key)) needsHand(tx, fact, 'the same dispute moved money again')
    seen.add(key)
    if (booked.has(key)) continue
    const made = await book(tx, payment.id, fact, booked)
    if (!made) continue
    booked.set(key, made.transaction.id)
    const job = fact.kind === 'reinstatement' ? sendTransfer : reverseTransfer
    for (const { id, amount } of made.parts) {
      if (amount > 0n) await tx.jobs.send(job, { transactionId: id })
    }
    if (fact.kind !== 'refund') continue
    const { left } = await ledger.fundingOf(tx, payment.id)
    result = refunded(result, fact, left)
  }
  return snapshot.isDisputed ? { ...result, state: 'CHARGE_DISPUTED' } : result
}
