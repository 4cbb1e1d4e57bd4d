import type { Ctx } from '#context.ts'
import type { Pledge } from '#generated/prisma/client.ts'
import * as ledger from '#ledger/service.ts'
import { onceWithLease } from '#lib/idempotency.ts'
import { TryLater } from '#lib/jobs.ts'
import * as stripe from '#stripe/service.ts'
import { PledgeNotFound, PledgeNotRefundable, RefundTooLarge } from '../errors.ts'
import { reconcilePayment } from '../jobs.ts'
import { markOf } from './operation.ts'
import { reconcile } from './reconcile.ts'

export type RefundReason = 'duplicate' | 'fraudulent' | 'requested_by_customer'

type Input = {
  pledgeId: string
  /** Cents. Default: all that is left. */
  amount?: bigint | null
  reason?: RefundReason | null
  idempotencyKey?: string | null
}

/** Cents of a pledge's charge that went back to nobody. */
const leftOf = async (ctx: Ctx, { id, state }: Pledge) => {
  if (state === 'REFUNDED') throw new PledgeNotRefundable()
  const payment = await ledger.paymentOfPledge(ctx, id)
  if (!payment?.chargeId) throw new PledgeNotRefundable()
  const { refundable: left } = await ledger.fundingOf(ctx, payment.id)
  if (left === 0n) throw new PledgeNotRefundable()
  return { left, charge: payment.chargeId }
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

const giveBack = async (ctx: Ctx, input: Input, pledge: Pledge, operationId: string) => {
  const { left, charge } = await leftOf(ctx, pledge)
  const amount = input.amount ?? left
  if (amount > left) throw new RefundTooLarge(left)
  const metadata = { pledge_id: pledge.id, ...markOf(operationId) }
  await stripe.orRefused(
    stripe
      .of(ctx)
      .refunds.create(
        { charge, amount: Number(amount), metadata, ...(input.reason && { reason: input.reason }) },
        { idempotencyKey: `refund/${operationId}` },
      ),
  )
}

/** Whether an earlier turn of this operation gave the money back, and only its answer was lost. */
const isGivenBack = async (ctx: Ctx, { paymentId }: Pledge, operationId: string) => {
  if (!paymentId) return false
  const list = stripe.of(ctx).refunds.list({ payment_intent: paymentId, limit: 100 })
  const refunds = await stripe.orRefused(list.autoPagingToArray({ limit: 1_000 }))
  return refunds.some(({ metadata }) => metadata?.operation_id === operationId)
}

/**
 * Gives a pledge back, all that is left of it or a part: for staff, which the caller checks. What
 * receivers got of it goes back in proportion. Throws PledgeNotFound, PledgeNotRefundable,
 * RefundTooLarge, StripeRefused, StripeUnavailable, IdempotencyConflict.
 */
export const refund = (ctx: Ctx, input: Input): Promise<{ pledgeId: string }> => {
  const request = { mutation: 'refundPledge', key: input.idempotencyKey, input }
  const { pledgeId } = input
  return onceWithLease(ctx, request, async (operationId, { isFirst }) => {
    const pledge = await ctx.db.pledge.findUnique({ where: { id: pledgeId } })
    if (!pledge || pledge.state === 'INITIATED') throw new PledgeNotFound()
    const isDone = !isFirst && (await isGivenBack(ctx, pledge, operationId))
    if (!isDone) await giveBack(ctx, input, pledge, operationId)
    if (pledge.paymentId) await follow(ctx, pledge.paymentId)
    return { pledgeId }
  })
}
