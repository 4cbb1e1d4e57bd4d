import { payloads } from '#github/service.ts'
import * as pullRequests from '#pull-request/service.ts'
import * as repositories from '#repository/service.ts'
import { type EventHandler, onEvent } from '../event.ts'
import { inRepository, noInstallation, organizationOf } from './place.ts'

const payload = inRepository.extend({ pull_request: payloads.pullRequest })

const onChanged = onEvent('pull_requests', payload, async (tx, event) => {
  if (!event.installation) return noInstallation
  const organization = await organizationOf(tx, event)
  if ('ignored' in organization) return organization
  const repository = await repositories.recognize(tx, organization, event.repository.data)
  await pullRequests.store(tx, repository, event.pull_request)
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
