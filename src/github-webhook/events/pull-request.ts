import { payloads } from '#github/service.ts'
import * as pullRequests from '#pull-request/service.ts'
import type { EventHandler } from '../event.ts'
import { inRepository, onEventIn } from './place.ts'

const payload = inRepository.extend({ pull_request: payloads.pullRequest })

const onChanged = onEventIn('pull_requests', payload, async (tx, { repository }, event) => {
  await pullRequests.store(tx, repository, event.pull_request)
  return undefined
})

/** Each of these carries the whole pull request. */
const actions = [
  ...['opened', 'edited', 'closed', 'reopened', 'synchronize'],
  ...['labeled', 'unlabeled', 'assigned', 'unassigned', 'milestoned', 'demilestoned'],
  ...['converted_to_draft', 'ready_for_review', 'review_requested', 'review_request_removed'],
  ...['auto_merge_enabled', 'auto_merge_disabled', 'locked', 'unlocked'],
  ...['enqueued', 'dequeued'],
]

/** What happens to the pull requests of a repository. */
export const pullRequestEvents: Record<string, EventHandler> = Object.fromEntries(
  actions.map((action) => [`pull_request.${action}`, onChanged]),
)
