import type { Tx } from '#context.ts'
import { IssueNotFound } from '#issue/errors.ts'
import { NotAnOrganizationAdmin } from '#organization/errors.ts'
import * as policy from '../policy.ts'
import { type Subject, subjectFields } from '../subject.ts'

type Asker = Pick<Tx, 'db' | 'viewer'>

/**
 * The issue with our id, if the viewer may do with it what `may` says. Throws IssueNotFound for
 * one that they may not see either, and NotAnOrganizationAdmin.
 */
export const issueFor = async (
  ctx: Asker,
  id: string,
  may: (viewer: Asker['viewer'], issue: Subject) => boolean = policy.canChange,
): Promise<Subject> => {
  const issue = await ctx.db.issue.findFirst({
    where: { AND: [policy.visibleIssues(ctx.viewer), { id }] },
    include: subjectFields,
  })
  if (!issue) throw new IssueNotFound()
  if (!may(ctx.viewer, issue)) throw new NotAnOrganizationAdmin()
  return issue
}
