import type { Handlers } from '#signals.ts'
import * as references from './service.ts'

/** What may come with a commit that refers to an issue: GitHub has no webhook for that itself. */
const occasions = new Set(['opened', 'edited', 'reopened', 'closed', 'deleted'])

export const handlers: Handlers = {
  'issue.event_received': async (tx, { issueId, action }) => {
    if (occasions.has(action)) await references.scheduleRepositoryOf(tx, issueId)
    if (action === 'opened' || action === 'edited') {
      await references.scheduleIssues(tx, { id: issueId })
    }
  },
  'pull_request.stored': async (tx, { pullRequestId, hasMentions, isDraftChanged }) => {
    if (isDraftChanged) await references.refreshIssuesOf(tx, pullRequestId)
    if (hasMentions) await references.scheduleMentionedBy(tx, pullRequestId)
  },
}
