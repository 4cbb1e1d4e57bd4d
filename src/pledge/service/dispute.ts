import type { Ctx, Tx } from '#context.ts'
import type { Pledge } from '#generated/prisma/client.ts'
import { once } from '#lib/idempotency.ts'
import { personOf } from '#lib/viewer.ts'
import { findTransferred, whyNotDisputable } from '../disputable.ts'
import { DisputeReasonInvalid, NotYourPledge, PledgeNotDisputable } from '../errors.ts'
import { withdrawInvoice } from '../jobs.ts'
import * as policy from '../policy.ts'
import { findReadable, lockReadable } from './lock.ts'
import { recomputeSum } from './sums.ts'

/** Characters of a reason at most. */
const longestReason = 5_000

/** What is objected to, and why. */
export type Objection = { pledgeId: string; reason: string; idempotencyKey?: string | null }

const parseReason = (reason: string) => {
  const text = reason.trim()
  if (!text) throw new DisputeReasonInvalid('Say why')
  if (text.length > longestReason) {
    throw new DisputeReasonInvalid(`A reason has at most ${longestReason} characters`)
  }
  return text
}

const markDisputed = async (tx: Tx, pledge: Pledge, disputeReason: string) => {
  const { id, issueId, invoiceId, amountReceived } = pledge
  await tx.db.pledge.update({
    where: { id },
    data: {
      ...{ state: 'DISPUTED', disputedAt: new Date(), disputeReason },
      disputedById: personOf(tx).userId,
    },
  })
  if (invoiceId && amountReceived === null) {
    await tx.jobs.send(withdrawInvoice, { pledgeId: id }, { key: id })
  }
  await recomputeSum(tx, issueId)
  await tx.emit('pledge.disputed', { pledgeId: id, issueId })
  await tx.emit('pledge.updated', { pledgeId: id, issueId })
}

const requireDisputable = async (tx: Tx, pledge: Pledge, now: Date | null) => {
  const hasTransfer = (await findTransferred(tx, [pledge.id])).size > 0
  const problem = whyNotDisputable({ ...pledge, hasTransfer }, now)
  if (problem) throw new PledgeNotDisputable(problem)
}

const object = async (ctx: Ctx, mutation: string, objection: Objection, isByStaff: boolean) => {
  const { idempotencyKey: key, ...input } = objection
  // Who may not see it any more gets no first answer again, either.
  await findReadable(ctx, objection.pledgeId)
  return once(ctx, { mutation, key, input }, async (tx) => {
    const reason = parseReason(objection.reason)
    const { pledge } = await lockReadable(tx, objection.pledgeId)
    if (!isByStaff && !policy.canDecide(tx.viewer, pledge)) {
      throw new NotYourPledge('Only who pays can object to the payout')
    }
    await requireDisputable(tx, pledge, isByStaff ? null : new Date())
    await markDisputed(tx, pledge, reason)
    return { pledgeId: pledge.id }
  })
}

/**
 * The payer objects to the payout: it is held until staff have refunded it. Throws PledgeNotFound,
 * NotYourPledge, DisputeReasonInvalid, and PledgeNotDisputable once the scheduled payout has passed
 * or a share was transferred.
 */
export const dispute = (ctx: Ctx, objection: Objection) =>
  object(ctx, 'disputePledge', objection, false)

/** The same by staff, who may do it for any pledge and after the scheduled payout. */
export const markDisputedByStaff = (ctx: Ctx, objection: Objection) =>
  object(ctx, 'markPledgeDisputed', objection, true)
