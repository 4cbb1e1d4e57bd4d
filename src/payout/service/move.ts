import Stripe from 'stripe'
import type { Ctx, Tx } from '#context.ts'
import * as ledger from '#ledger/service.ts'
import { TryLater } from '#lib/jobs.ts'
import { lock } from '#lib/locks.ts'
import * as payoutAccounts from '#payout-account/service.ts'
import * as stripe from '#stripe/service.ts'
import { type Done, reversalOf, transferTo } from '../at-stripe.ts'

/** Refusals that pass without us: money comes in, an account is put in order ("Error codes"). */
const incapable = 'insufficient_capabilities_for_transfer'
const passingCodes = ['balance_insufficient', incapable]

const patienceMs = 24 * 60 * 60 * 1_000
const pauseMs = 2 * 60 * 60 * 1_000

/** Of a transfer or reversal, and of its write-off, one at a time is decided. */
export const lockMovement = (tx: Tx, transactionId: string) =>
  lock(tx.db, 'payout-movement', transactionId)

/**
 * What Stripe has done, or null where that has to wait for the payee. For a day a refusal that may
 * pass is a TryLater; then it is an error in the log, and `resend` tries again each day.
 */
const orWait = async (
  ctx: Ctx,
  movement: ledger.Movement,
  { stripeId, work }: { stripeId: string; work: Promise<Done> },
): Promise<Done | null> => {
  try {
    return await stripe.orLater(work)
  } catch (error) {
    const isPassing =
      error instanceof Stripe.errors.StripeInvalidRequestError &&
      passingCodes.includes(error.code ?? '')
    if (!isPassing) throw error
    // What we know of it is old: once it is active again, all that waits is sent.
    if (error.code === incapable) await payoutAccounts.refresh(ctx, stripeId)
    const { id, kind, postedAt, payeeAccountId } = movement
    if (postedAt.getTime() + patienceMs > Date.now()) {
      const at = new Date(Date.now() + pauseMs)
      throw new TryLater(`Stripe refuses it for now: ${error.message}`, { at, cause: error })
    }
    const facts = { transactionId: id, kind, payeeAccountId, stripeCode: error.code }
    ctx.log.error({ err: error, ...facts }, 'Stripe can’t move this money; staff may write it off')
    return null
  }
}

const settle = (ctx: Ctx, movement: ledger.Movement, { id, moved }: Done) =>
  ctx.transaction(async (tx) => {
    await lockMovement(tx, movement.id)
    await ledger.settle(tx, {
      key: `settlement/${movement.id}`,
      transactionId: movement.id,
      processorId: id,
      moved,
    })
    const writeOff = await ledger.writeOffOf(tx, movement.id)
    if (writeOff) await ledger.undoWriteOff(tx, writeOff.id, 'Stripe took it back after all')
  })

const accountOf = async (ctx: Ctx, { payeeAccountId }: ledger.Movement) => {
  const account = await payoutAccounts.findById(ctx, payeeAccountId)
  if (account?.stripeId)
    return { stripeId: account.stripeId, isActive: account.status === 'ACTIVE' }
  throw new Error(`The payout account ${payeeAccountId} has nothing at Stripe`)
}

const paymentIntentOf = async (ctx: Ctx, { pledgeId }: ledger.Movement) => {
  if (!pledgeId) return null
  const pledge = await ctx.db.pledge.findUnique({
    where: { id: pledgeId },
    select: { paymentId: true },
  })
  return pledge?.paymentId ?? null
}

/**
 * A transfer that makes a reversal good again comes after it: Stripe sends no more of a charge than
 * it was. What was written off of the reversal is the payee's once more.
 */
const isOriginalDone = async (ctx: Ctx, { originalId }: ledger.Movement): Promise<boolean> => {
  if (!originalId) return true
  await ctx.transaction(async (tx) => {
    await lockMovement(tx, originalId)
    const writeOff = await ledger.writeOffOf(tx, originalId)
    if (writeOff) await ledger.undoWriteOff(tx, writeOff.id, 'The dispute was won')
  })
  return (await reverse(ctx, originalId)) !== null
}

/** What is to be done about a movement: nothing is, where it is done or is in the books alone. */
const stateOf = async (ctx: Ctx, transactionId: string, kind: 'TRANSFER' | 'TRANSFER_REVERSAL') => {
  const movement = await ledger.movementOf(ctx, transactionId)
  if (movement.kind !== kind) throw new Error(`${transactionId} is a ${movement.kind}, no ${kind}`)
  const settlement = await ledger.settlementOf(ctx, transactionId)
  const isDue = !settlement && movement.processor === 'STRIPE' && movement.amount > 0n
  return { movement, isDue, processorId: settlement?.processorId ?? null }
}

/**
 * Sends the money of a transfer to its payee, once, and settles it in the ledger. Answers with its
 * id at Stripe; null where there is nothing to send, or where it has to wait for the payee: `resend`
 * comes back to it. Throws TryLater, and Stripe's error where it refuses for good.
 */
export const send = async (ctx: Ctx, transactionId: string): Promise<string | null> => {
  const { movement, isDue, processorId } = await stateOf(ctx, transactionId, 'TRANSFER')
  if (!isDue) return processorId
  const { stripeId, isActive } = await accountOf(ctx, movement)
  if (!isActive) {
    const { payeeAccountId: payoutAccountId } = movement
    ctx.log.warn({ transactionId, payoutAccountId }, 'The account can’t receive at the moment')
    return null
  }
  if (!(await isOriginalDone(ctx, movement))) return null
  const paymentIntent = await paymentIntentOf(ctx, movement)
  const done = await orWait(ctx, movement, {
    stripeId,
    work: transferTo(ctx, movement, { stripeId, paymentIntent }),
  })
  if (!done) return null
  await settle(ctx, movement, done)
  return done.id
}

/**
 * Takes the money of a reversal back from its payee, once, after its transfer was sent, and settles
 * it. As `send`; what is written off is left alone.
 */
export const reverse = async (ctx: Ctx, transactionId: string): Promise<string | null> => {
  const { movement, isDue, processorId } = await stateOf(ctx, transactionId, 'TRANSFER_REVERSAL')
  if (!isDue || (await ledger.writeOffOf(ctx, transactionId))) return processorId
  const transferId = await send(ctx, movement.originalId ?? '')
  if (!transferId) return null
  const { stripeId } = await accountOf(ctx, movement)
  const done = await orWait(ctx, movement, {
    stripeId,
    work: reversalOf(ctx, movement, { stripeId, transferId }),
  })
  if (!done) return null
  await settle(ctx, movement, done)
  return done.id
}
