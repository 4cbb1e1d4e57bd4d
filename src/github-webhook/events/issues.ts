import { z } from 'zod'
import type { Tx } from '#context.ts'
import { payloads } from '#github/service.ts'
import * as issues from '#issue/service.ts'
import * as organizations from '#organization/service.ts'
import * as repositories from '#repository/service.ts'
import { type EventHandler, onEvent } from '../event.ts'
import { inRepository, noInstallation, onEventIn, placeOf } from './place.ts'

const payload = inRepository.extend({
  action: z.string(),
  issue: z.union([payloads.issue, payloads.issueOfPullRequest]),
  label: z.object({ name: z.string() }).optional(),
})

const isPullRequest = { ignored: 'It is about a pull request' }

const tell = (tx: Tx, issueId: string, { action, label }: z.output<typeof payload>) =>
  tx.emit('issue.event_received', { issueId, action, label: label?.name ?? null })

const onChanged = onEventIn('issues', payload, async (tx, { repository }, event) => {
  if (!event.issue) return isPullRequest
  const issue = await issues.store(tx, repository, event.issue)
  if (!issue.deletedAt) await tell(tx, issue.id, event)
})

const onDeleted = onEventIn('issues', payload, async (tx, { repository }, event) => {
  if (!event.issue) return isPullRequest
  const issue = await issues.remove(tx, repository, event.issue)
  await tell(tx, issue.id, event)
})

const transferred = inRepository.extend({
  issue: payloads.issue,
  changes: z.object({ new_issue: payloads.issue, new_repository: payloads.repository }),
})

/** Where an issue went: GitHub names the new place in the event about the old one. */
const onTransferred = onEvent('issues', transferred, async (tx, event) => {
  const place = await placeOf(tx, event)
  if (!place) return noInstallation
  const { new_issue: moved, new_repository: target } = event.changes
  // Access to the old repository is none to the new one: unless that is in reach, nobody sees it.
  const organization = await organizations.recognize(tx, target.owner, null)
  const repository = await repositories.store(tx, organization, target.data)
  const gone = await issues.remove(tx, place.repository, event.issue)
  await issues.transfer(tx, gone, await issues.store(tx, repository, moved))
})

/** What happens to the issues of a repository. */
export const issuesEvents: Record<string, EventHandler> = {
  'issues.opened': onChanged,
  'issues.edited': onChanged,
  'issues.closed': onChanged,
  'issues.reopened': onChanged,
  'issues.labeled': onChanged,
  'issues.unlabeled': onChanged,
  'issues.assigned': onChanged,
  'issues.unassigned': onChanged,
  'issues.milestoned': onChanged,
  'issues.demilestoned': onChanged,
  'issues.locked': onChanged,
  'issues.unlocked': onChanged,
  'issues.pinned': onChanged,
  'issues.unpinned': onChanged,
  'issues.typed': onChanged,
  'issues.untyped': onChanged,
  'issues.deleted': onDeleted,
  'issues.transferred': onTransferred,
}
