import type { Tx } from '#context.ts'
import * as issues from '#issue/service.ts'

export { scheduleIssues, scheduleMentionedBy, scheduleRepositoryOf } from './service/schedule.ts'
export { syncIssue } from './service/sync-issue.ts'
export { syncRepository } from './service/sync-repository.ts'

/** Works out anew whether somebody works on the issues that a pull request refers to. */
export const refreshIssuesOf = async (tx: Tx, pullRequestId: string) => {
  const references = await tx.db.issueReference.findMany({
    where: { pullRequestId },
    select: { issueId: true },
  })
  await issues.refreshRelationships(
    tx,
    references.map(({ issueId }) => issueId),
  )
}
