import type { Ctx, Tx } from '#context.ts'
import type { Issue, Pledge } from '#generated/prisma/client.ts'
import * as issues from '#issue/service.ts'
import { ExpectedError } from '#lib/errors.ts'
import { PledgeNotFound } from '../errors.ts'
import * as policy from '../policy.ts'

/** A pledge that the viewer may see. Throws PledgeNotFound. */
export const findReadable = async (
  { db, viewer }: Pick<Ctx, 'db' | 'viewer'> | Pick<Tx, 'db' | 'viewer'>,
  pledgeId: string,
): Promise<Pledge> => {
  const found = await db.pledge.findFirst({
    where: { AND: [policy.readable(viewer), { id: pledgeId }] },
  })
  if (!found) throw new PledgeNotFound()
  return found
}

/**
 * A pledge that the viewer may see, and its issue, whose funding is locked until the transaction
 * ends. Throws PledgeNotFound.
 */
export const lockReadable = async (
  tx: Tx,
  pledgeId: string,
): Promise<{ pledge: Pledge; issue: Issue }> => {
  const { issueId } = await findReadable(tx, pledgeId)
  const issue = await issues.lockFunding(tx, issueId)
  const pledge = await tx.db.pledge.findUniqueOrThrow({ where: { id: pledgeId } })
  // Its issue may have moved to another repository while we waited.
  if (!issue || pledge.issueId !== issue.id) {
    throw new ExpectedError('CONFLICT', 'The pledge has changed meanwhile: try again')
  }
  return { pledge, issue }
}
