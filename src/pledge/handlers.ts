import type { Handlers } from '#signals.ts'
import * as pledges from './service.ts'

export const handlers: Handlers = {
  'issue.closed': (tx, { issueId }) => pledges.noteClosed(tx, issueId),
  'issue.reopened': (tx, { issueId }) => pledges.noteReopened(tx, issueId),
  'issue.transferred': (tx, { fromIssueId, toIssueId }) =>
    pledges.followIssue(tx, fromIssueId, toIssueId),
  'repository.moved': (tx, { repositoryId, organizationId }) =>
    pledges.followRepository(tx, repositoryId, organizationId),
  'user.deleted': (tx, { userId }) => pledges.forgetPayer(tx, userId),
}
