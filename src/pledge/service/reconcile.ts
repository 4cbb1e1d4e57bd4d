import type { Ctx, Tx } from '#context.ts'
import type { LedgerTransaction, Pledge, PledgeType } from '#generated/prisma/client.ts'
import * as ledger from '#ledger/service.ts'
import * as stripe from '#stripe/service.ts'
import { afterCreation } from './activate.ts'
import { open, type Place } from './open.ts'
import { bookReturns } from './returns.ts'
import { type ChargeFact, type Snapshot, snapshotOf } from './snapshot.ts'
import { recomputeSum } from './sums.ts'

const bookPayment = async (
  tx: Tx,
  pledge: Pledge,
  charge: ChargeFact,
  credit: bigint,
): Promise<LedgerTransaction> => {
  const booked = await ledger.paymentOfCharge(tx, charge.id)
  if (booked) return booked
  const { id: chargeId, currency, fee, customerId } = charge
  const amount = charge.amount + credit
  if (currency !== 'usd') throw new Error(`The charge ${chargeId} is in ${currency}`)
  return ledger.payment(tx, {
    ...{ key: `payment/${chargeId}`, currency, amount, fee, credit },
    causes: {
      ...{ pledgeId: pledge.id, chargeId, customerId },
      ...{ paymentUserId: pledge.byUserId, paymentOrganizationId: pledge.byOrganizationId },
    },
  })
}

/** An invoice was paid: its pledge, whose issue is locked, can be paid out at once. Cents. */
export const receive = async (tx: Tx, pledge: Pledge, amountReceived: bigint) => {
  const isDue = pledge.state === 'CREATED'
  const received = await tx.db.pledge.update({
    where: { id: pledge.id },
    data: { amountReceived, ...(isDue && { state: 'PENDING', scheduledPayoutAt: null }) },
  })
  const place = { pledgeId: pledge.id, issueId: pledge.issueId }
  await tx.emit('pledge.updated', place)
  if (isDue) await tx.emit('pledge.pending', place)
  return received
}

/** What being paid changes of a pledge. */
const activate = async (tx: Tx, { pledge, issue }: Place, amount: bigint) => {
  if (pledge.amountReceived !== null) return pledge
  if (pledge.type === 'PAY_ON_COMPLETION') return receive(tx, pledge, amount)
  if (pledge.state !== 'INITIATED') return pledge
  const created = await tx.db.pledge.update({
    where: { id: pledge.id },
    data: { state: 'CREATED', amount, amountReceived: amount },
  })
  await afterCreation(tx, created, issue)
  return tx.db.pledge.findUniqueOrThrow({ where: { id: pledge.id } })
}

const store = async (tx: Tx, before: Pledge, after: Pledge) => {
  const { id, issueId, amount, state, refundedAt } = after
  const isSame =
    amount === before.amount && state === before.state && refundedAt === before.refundedAt
  if (isSame) return before
  const stored = await tx.db.pledge.update({
    where: { id },
    data: { amount, state, refundedAt },
  })
  await recomputeSum(tx, issueId)
  await tx.emit('pledge.updated', { pledgeId: id, issueId })
  return stored
}

/**
 * Brings the pledge that an intent pays for, and the books, to what Stripe says: posts what is
 * missing, in the order in which it happened. What is older than what we know changes nothing. Null
 * where there is no place for the pledge.
 */
export const bring = (ctx: Pick<Ctx, 'transaction'>, snapshot: Snapshot): Promise<Pledge | null> =>
  ctx.transaction(async (tx) => {
    const place = await open(tx, snapshot)
    if (!place) return null
    const { charge, invoice } = snapshot
    if (!charge) return place.pledge
    const credit = invoice?.credit ?? 0n
    const payment = await bookPayment(tx, place.pledge, charge, credit)
    const pledge = await activate(tx, place, charge.amount + credit)
    return store(tx, pledge, await bookReturns(tx, payment, pledge, snapshot))
  })

/** How the pledge of an intent is paid: then nobody has to look for its mark. Null without one. */
export const knownType = async (
  ctx: Pick<Ctx, 'db'>,
  paymentId: string,
): Promise<PledgeType | null> => {
  const pledge = await ctx.db.pledge.findUnique({ where: { paymentId }, select: { type: true } })
  return pledge?.type ?? null
}

/**
 * Brings the pledge of a payment intent, and the books, to what Stripe says now: for jobs, at any
 * time, in any order, any number of times. A paid intent gets its pledge if it has none. One that
 * pays for no pledge, or is not paid, changes nothing. Throws TryLater.
 */
export const reconcile = async (ctx: Ctx, paymentIntentId: string): Promise<void> => {
  const known = await knownType(ctx, paymentIntentId)
  const snapshot = await snapshotOf(ctx, paymentIntentId, { ask: stripe.orLater, known })
  if (!snapshot?.charge) {
    ctx.log.debug({ paymentIntentId }, 'No paid intent of a pledge')
    return
  }
  if (await bring(ctx, snapshot)) return
  throw new Error(`The payment ${paymentIntentId} is for a pledge on no issue that we know`)
}
