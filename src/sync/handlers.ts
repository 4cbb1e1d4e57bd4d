import type { Handlers } from '#signals.ts'
import * as sync from './service.ts'

export const handlers: Handlers = {
  'organization.installed': (tx, { organizationId }) =>
    sync.requestInstallation(tx, organizationId),
  'organization.uninstalled': (tx, { organizationId }) =>
    sync.requestInstallation(tx, organizationId),
  'repository.added': (tx, { repositoryId }) => sync.requestRepository(tx, repositoryId),
  'issue.disputed': (tx, { issueId }) => sync.requestIssue(tx, issueId),
  'pull_request.disputed': (tx, { pullRequestId }) => sync.requestPullRequest(tx, pullRequestId),
}
