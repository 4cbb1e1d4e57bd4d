import type { Tx } from '#context.ts'
import type { Issue, Pledge } from '#generated/prisma/client.ts'
import * as issues from '#issue/service.ts'
import { ExpectedError } from '#lib/errors.ts'
import { PledgeNotFound } from '../errors.ts'
import * as policy from '../policy.ts'

/**
 * A pledge that the viewer may see, and its issue, whose funding is locked until the transaction
 * ends. Throws PledgeNotFound.
 */
export const lockReadable = async (
  tx: Tx,
  pledgeId: string,
): Promise<{ pledge: Pledge; issue: Issue }> => {
  const found = await tx.db.pledge.findFirst({
    where: { AND: [policy.readable(tx.viewer), { id: pledgeId }] },
    select: { issueId: true },
  })
  if (!found) throw new PledgeNotFound()
  const issue = await issues.lockFunding(tx, found.issueId)
  const pledge = await tx.db.pledge.findUniqueOrThrow({ where: { id: pledgeId } })
  // Its issue may have moved to another repository while we waited.
  if (!issue || pledge.issueId !== issue.id) {
    throw new ExpectedError('CONFLICT', 'The pledge has changed meanwhile: try again')
  }
  return { pledge, issue }
}
