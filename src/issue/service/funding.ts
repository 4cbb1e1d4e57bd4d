import type { Ctx, Tx } from '#context.ts'
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

/**
 * The issue, locked until the transaction ends: whoever changes pledges, rewards or money of an issue
 * takes this first. Null for an unknown one.
 */
export const lockFunding = async (tx: Tx, issueId: string): Promise<Issue | null> => {
  await tx.db.$queryRaw`SELECT FROM issue WHERE id = ${issueId}::uuid FOR NO KEY UPDATE`
  return tx.db.issue.findUnique({ where: { id: issueId } })
}

/** Locks all issues of a repository like that, in the order of their ids. */
export const lockAllFunding = async (tx: Tx, repositoryId: string): Promise<void> => {
  await tx.db.$executeRaw`
    SELECT FROM issue WHERE repository_id = ${repositoryId}::uuid ORDER BY id FOR NO KEY UPDATE`
}

const write = async (
  tx: Tx,
  issueId: string,
  data: Partial<
    Pick<
      Issue,
      'pledgedAmountSum' | 'needsConfirmationSolved' | 'confirmedSolvedAt' | 'confirmedSolvedById'
    >
  >,
) => {
  const { repositoryId, organizationId } = await tx.db.issue.update({
    where: { id: issueId },
    data,
  })
  tx.publish('issue.updated', { issueId, repositoryId, organizationId })
}

/** Notes what all active pledges of an issue sum to, in cents. */
export const setPledgedSum = (tx: Tx, issueId: string, pledgedAmountSum: bigint) =>
  write(tx, issueId, { pledgedAmountSum })

/** Notes whether the maintainers are asked if an issue is solved. */
export const setNeedsConfirmation = (tx: Tx, issueId: string, needsConfirmationSolved: boolean) =>
  write(tx, issueId, { needsConfirmationSolved })

/** Notes that the maintainers say that an issue is solved; nobody is asked any more. */
export const markConfirmedSolved = (tx: Tx, issueId: string, confirmedSolvedById: string | null) =>
  write(tx, issueId, {
    needsConfirmationSolved: false,
    confirmedSolvedAt: new Date(),
    confirmedSolvedById,
  })
