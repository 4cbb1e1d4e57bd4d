import type { Ctx } from '#context.ts'
import { NotYourPledge } from '../errors.ts'
import * as policy from '../policy.ts'
import { lockReadable } from './lock.ts'

/** Says whether others may see who a pledge is from. Throws PledgeNotFound, NotYourPledge. */
export const setAnonymous = (ctx: Ctx, pledgeId: string, isAnonymous: boolean): Promise<void> =>
  ctx.transaction(async (tx) => {
    const { pledge, issue } = await lockReadable(tx, pledgeId)
    if (!policy.canDecide(tx.viewer, pledge)) {
      throw new NotYourPledge('Only who pays decides about the pledge')
    }
    await tx.db.pledge.update({ where: { id: pledgeId }, data: { isAnonymous } })
    const { id: issueId, repositoryId, organizationId } = issue
    tx.publish('issue.updated', { issueId, repositoryId, organizationId })
  })
