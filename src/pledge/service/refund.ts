import type { Ctx } from '#context.ts'
import type { Pledge } from '#generated/prisma/client.ts'
import * as ledger from '#ledger/service.ts'
import { onceWithLease } from '#lib/idempotency.ts'
import { TryLater } from '#lib/jobs.ts'
import * as stripe from '#stripe/service.ts'
import { PledgeNotFound, PledgeNotRefundable, RefundTooLarge } from '../errors.ts'
import { reconcilePayment } from '../jobs.ts'
import { markOf, refundBy } from './operation.ts'
import { reconcile } from './reconcile.ts'

export type RefundReason = 'duplicate' | 'fraudulent' | 'requested_by_customer'

type Input = {
  pledgeId: string
  /** Cents. Default: all that is left. */
  amount?: bigint | null
  reason?: RefundReason | null
  idempotencyKey?: string | null
}

const paymentOf = async (ctx: Ctx, pledgeId: string) => {
  const payment = await ledger.paymentOfPledge(ctx, pledgeId)
  if (!payment?.chargeId) throw new PledgeNotRefundable()
  return { paymentId: payment.id, charge: payment.chargeId }
}

/** Cents that are to go back, of those that went back to nobody. */
const amountOf = async (ctx: Ctx, { state }: Pledge, paymentId: string, wanted?: bigint | null) => {
  const { left } = await ledger.fundingOf(ctx, paymentId)
  if (state === 'REFUNDED' || left === 0n) throw new PledgeNotRefundable()
  const amount = wanted ?? left
  if (amount > left) throw new RefundTooLarge(left)
  return Number(amount)
}

/** Books it now, if Stripe answers; its webhook does it in any case. */
const follow = async (ctx: Ctx, paymentIntentId: string) => {
  try {
    await reconcile(ctx, paymentIntentId)
  } catch (error) {
    if (!(error instanceof TryLater)) throw error
    await ctx.transaction((tx) => tx.jobs.send(reconcilePayment, { paymentIntentId }))
  }
}

const giveBack = async (ctx: Ctx, input: Input, operationId: string) => {
  const { pledgeId, reason } = input
  const pledge = await ctx.db.pledge.findUnique({ where: { id: pledgeId } })
  if (!pledge || pledge.state === 'INITIATED') throw new PledgeNotFound()
  const { paymentId, charge } = await paymentOf(ctx, pledgeId)
  // If it was made and its answer lost, a webhook may have booked it: less is left than there was.
  if (!(await refundBy(ctx, operationId, charge))) {
    const amount = await amountOf(ctx, pledge, paymentId, input.amount)
    const metadata = { pledge_id: pledgeId, ...markOf(operationId) }
    await stripe.orRefused(
      stripe
        .of(ctx)
        .refunds.create(
          { charge, amount, metadata, ...(reason && { reason }) },
          { idempotencyKey: `refund/${operationId}` },
        ),
    )
  }
  if (pledge.paymentId) await follow(ctx, pledge.paymentId)
  return { pledgeId }
}

/**
 * Gives a pledge back, all that is left of it or a part: for staff, which the caller checks. What
 * receivers got of it goes back in proportion. Throws PledgeNotFound, PledgeNotRefundable,
 * RefundTooLarge, StripeRefused, StripeUnavailable, IdempotencyConflict.
 */
export const refund = (ctx: Ctx, input: Input): Promise<{ pledgeId: string }> => {
  const request = { mutation: 'refundPledge', key: input.idempotencyKey, input }
  return onceWithLease(ctx, request, (operationId) => giveBack(ctx, input, operationId))
}
