import { z } from 'zod'
import { canSee, demandRead, issueAt, repositoryAt } from '../access.ts'
import type { Caller } from '../caller.ts'
import { queryOf } from '../http.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import { commentedEvent, repositoryEvent, sourceOf, timelineEvent } from '../shapes/timeline.ts'
import type { Sandbox } from '../state.ts'
import type { Comment, Issue, IssueEvent } from '../world/issues.ts'
import { contentsOf, type Repository } from '../world.ts'

const page = z.strictObject(pageQuery)

type Entry = { at: string; event: IssueEvent } | { at: string; comment: Comment }

/** A mention from where the caller can't look does not exist for them. */
const isVisible = (sandbox: Sandbox, caller: Caller, event: IssueEvent) => {
  if (!event.source) return true
  const source = sourceOf(sandbox, event)
  return source !== undefined && canSee(sandbox, caller, source.repository)
}

const entriesOf = (sandbox: Sandbox, caller: Caller, { id }: Repository, issue: Issue): Entry[] => {
  const { events } = contentsOf(sandbox.state.world, id)
  const happened = issue.events.flatMap((index) => events[index] ?? [])
  const entries: Entry[] = [
    ...happened
      .filter((event) => isVisible(sandbox, caller, event))
      .map((event) => ({ at: event.createdAt, event })),
    ...issue.comments.map((comment) => ({ at: comment.createdAt, comment })),
  ]
  return entries.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** All that happened to an issue, oldest first; what came later is at the end. */
const listTimeline: Handle = (sandbox, incoming) => {
  const { repository, caller } = repositoryAt(sandbox, incoming)
  const issue = issueAt(sandbox, caller, repository, incoming)
  demandRead(sandbox, caller, repository, ['issues', 'pull_requests'])
  const entries = entriesOf(sandbox, caller, repository, issue)
  const { items, headers } = pageOf(incoming, entries, queryOf(incoming, page))
  const body = items.map((entry) =>
    'event' in entry
      ? timelineEvent(sandbox, repository, entry.event)
      : commentedEvent(sandbox, repository, issue, entry.comment),
  )
  return { status: 200, headers, body }
}

/** The events of all issues of a repository, newest first; mentions and comments are none. */
const listEvents: Handle = (sandbox, incoming) => {
  const { repository, caller } = repositoryAt(sandbox, incoming)
  demandRead(sandbox, caller, repository, ['issues', 'pull_requests'])
  const { events, issues } = contentsOf(sandbox.state.world, repository.id)
  const all = events.filter(({ id, number }) => id !== null && issues.has(number)).reverse()
  const { items, headers } = pageOf(incoming, all, queryOf(incoming, page))
  const body = items.flatMap((event) => {
    const issue = issues.get(event.number)
    return issue ? [repositoryEvent(sandbox, repository, event, issue)] : []
  })
  return { status: 200, headers, body }
}

export const timelines: Route[] = [
  route('GET /repos/{owner}/{repo}/issues/events', listEvents),
  route('GET /repos/{owner}/{repo}/issues/{issue_number}/timeline', listTimeline),
]
