import type { Tx } from '#context.ts'
import * as issues from '#issue/service.ts'
import { PledgeNotFound } from '../errors.ts'

/**
 * Makes a pledge that nobody is known to pay somebody's, who knows its payment intent. One that has
 * a payer stays theirs. Throws PledgeNotFound for an intent without a pledge.
 */
export const adopt = async (tx: Tx, paymentId: string, userId: string): Promise<void> => {
  const pledge = await tx.db.pledge.findUnique({ where: { paymentId } })
  if (!pledge) throw new PledgeNotFound()
  await issues.lockFunding(tx, pledge.issueId)
  const { count } = await tx.db.pledge.updateMany({
    where: { id: pledge.id, byUserId: null, byOrganizationId: null },
    data: { byUserId: userId },
  })
  if (count === 0) return
  await tx.emit('pledge.updated', { pledgeId: pledge.id, issueId: pledge.issueId })
}
