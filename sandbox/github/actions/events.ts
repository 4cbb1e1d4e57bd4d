import type { Act } from '../clock.ts'
import { emitFor } from '../events/emit.ts'
import { issueData } from '../shapes/issues.ts'
import { pullData } from '../shapes/pulls.ts'
import type { Sandbox } from '../state.ts'
import { type Issue, type IssueEvent, issueEvent } from '../world/issues.ts'
import { contentsOf, nextId, type Repository } from '../world.ts'

/** An issue or a pull request, and where it is. */
export type Place = { repository: Repository; issue: Issue }

/** Webhooks leave out who closed an issue. */
export const issuePayload = (sandbox: Sandbox, { repository, issue }: Place) => {
  const { closed_by: _, ...data } = issueData(sandbox, repository, issue)
  return data
}

const bodyOf = (sandbox: Sandbox, { repository, issue }: Place) =>
  issue.pull
    ? {
        number: issue.number,
        pull_request: pullData(sandbox, repository, issue, issue.pull),
      }
    : { issue: issuePayload(sandbox, { repository, issue }) }

/** Tells of an issue (`issues`) or a pull request (`pull_request`). */
export const emitIssue = (act: Act, place: Place, action: string, more: () => object = Object) =>
  emitFor(act, place.repository, {
    event: place.issue.pull ? 'pull_request' : 'issues',
    action,
    body: () => ({ ...bodyOf(act.sandbox, place), ...more() }),
  })

type EventFields = Partial<Omit<IssueEvent, 'event' | 'number'>>

/** Kinds that GitHub gives no id. */
const withoutId = ['committed', 'cross-referenced', 'line-commented', 'commit-commented']

/** Adds something that happened to an issue's timeline. */
export const record = (
  act: Act,
  { repository, issue }: Place,
  event: string,
  fields: EventFields = {},
) => {
  const { world } = act.sandbox.state
  const { events } = contentsOf(world, repository.id)
  const id = withoutId.includes(event) ? null : nextId(world)
  const { number } = issue
  const happened = { id, event, number, actorId: act.by.id, createdAt: act.at, ...fields }
  issue.events.push(events.push(issueEvent(happened)) - 1)
}
