import type { Act } from '../clock.ts'
import { emitFor } from '../events/emit.ts'
import { labelsOf } from '../lookups.ts'
import { fullRepositoryData } from '../shapes/repositories.ts'
import type { Issue } from '../world/issues.ts'
import { contentsOf, nextId, type Repository } from '../world.ts'
import { emitIssue, issuePayload, type Place } from './events.ts'
import { createLabel } from './sorting.ts'

/** Deletes an issue: from then on 410 to those who could see it. */
export const deleteIssue = (act: Act, place: Place) => {
  const { repository, issue } = place
  emitIssue(act, place, 'deleted')
  const contents = contentsOf(act.sandbox.state.world, repository.id)
  contents.issues.delete(issue.number)
  contents.deleted.add(issue.number)
}

/** Labels go along by name, "if the name matches"; the sandbox makes those that are not there. */
const labelsIn = (act: Act, place: Place, target: Repository): number[] =>
  labelsOf(act.sandbox.state.world, place.repository, place.issue).map(({ name, color }) => {
    const { labels } = contentsOf(act.sandbox.state.world, target.id)
    const same = labels.find((label) => label.name.toLowerCase() === name.toLowerCase())
    return (same ?? createLabel(act, target, { name, color })).id
  })

const copyTo = (act: Act, place: Place, target: Repository): Issue => {
  const { world } = act.sandbox.state
  const from = contentsOf(world, place.repository.id)
  const to = contentsOf(world, target.id)
  to.lastNumber += 1
  const copy: Issue = {
    ...structuredClone(place.issue),
    id: nextId(world),
    number: to.lastNumber,
    labelIds: labelsIn(act, place, target),
    milestoneNumber: null,
    updatedAt: act.at,
    events: [],
  }
  for (const index of place.issue.events) {
    const event = from.events[index]
    if (event) copy.events.push(to.events.push({ ...event, number: copy.number }) - 1)
  }
  to.issues.set(copy.number, copy)
  return copy
}

/**
 * Moves an issue to another repository, where it gets a new id and number. The old repository is
 * told of `transferred`, the new one of `opened` ("Transferring an issue to another repository").
 */
export const transferIssue = (act: Act, place: Place, target: Repository): Issue => {
  const { sandbox } = act
  const { repository, issue } = place
  const copy = copyTo(act, place, target)
  const next = { repository: target, issue: copy }
  emitIssue(act, place, 'transferred', () => ({
    changes: {
      new_issue: issuePayload(sandbox, next),
      new_repository: fullRepositoryData(sandbox, target),
    },
  }))
  const old = {
    old_issue: issuePayload(sandbox, place),
    old_repository: fullRepositoryData(sandbox, repository),
  }
  const contents = contentsOf(sandbox.state.world, repository.id)
  contents.issues.delete(issue.number)
  contents.moved.set(issue.number, { repositoryId: target.id, number: copy.number })
  emitFor(act, target, {
    event: 'issues',
    action: 'opened',
    body: () => ({ issue: issuePayload(sandbox, next), changes: old }),
  })
  return copy
}
