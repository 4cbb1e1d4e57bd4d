import type { Ctx } from '#context.ts'
import type { Issue } from '#generated/prisma/client.ts'
import { NotAnOrganizationAdmin } from '#organization/errors.ts'
import { FundingGoalInvalid, IssueNotFound, UpfrontSplitInvalid } from '../errors.ts'
import * as policy from '../policy.ts'

/** What an admin may change; the goal is cents. What is undefined stays, null clears. */
export type Funding = Partial<Pick<Issue, 'fundingGoal' | 'upfrontSplitToContributors'>>

/**
 * Changes what maintainers say of an issue's funding. Throws IssueNotFound for one that the viewer
 * may not see, NotAnOrganizationAdmin, FundingGoalInvalid, and UpfrontSplitInvalid for a split that
 * is not 0 to 100 percent.
 */
export const update = (ctx: Ctx, issueId: string, funding: Funding): Promise<void> =>
  ctx.transaction(async (tx) => {
    const issue = await tx.db.issue.findFirst({
      where: { AND: [policy.readable(tx.viewer), { id: issueId }] },
    })
    if (!issue) throw new IssueNotFound()
    if (!policy.canWrite(tx.viewer, issue)) throw new NotAnOrganizationAdmin()
    if ((funding.fundingGoal ?? 0n) < 0n) throw new FundingGoalInvalid()
    const split = funding.upfrontSplitToContributors ?? 0
    if (split < 0 || split > 100) throw new UpfrontSplitInvalid()
    const { repositoryId, organizationId } = issue
    await tx.db.issue.update({ where: { id: issueId }, data: funding })
    tx.publish('issue.updated', { issueId, repositoryId, organizationId })
  })
