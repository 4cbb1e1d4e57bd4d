import type { Act } from '../clock.ts'
import { emitFor } from '../events/emit.ts'
import { labelByName } from '../lookups.ts'
import { simpleUser } from '../shapes/accounts.ts'
import { labelData } from '../shapes/issues.ts'
import type { Label } from '../world/issues.ts'
import { type Account, contentsOf, nextId, type Repository } from '../world.ts'
import { emitIssue, type Place, record } from './events.ts'

/** The colour of labels that nobody chose one for. */
const plainColor = 'ededed'

export const createLabel = (
  act: Act,
  repository: Repository,
  given: { name: string; color?: string; description?: string | null },
): Label => {
  const { sandbox } = act
  const { name, color = plainColor, description = null } = given
  const label = { id: nextId(sandbox.state.world), name, color, description }
  contentsOf(sandbox.state.world, repository.id).labels.push(label)
  emitFor(act, repository, {
    event: 'label',
    action: 'created',
    body: () => ({ label: labelData(sandbox, repository, label) }),
  })
  return label
}

const change = (act: Act, place: Place, label: Label, action: 'labeled' | 'unlabeled') => {
  const { repository, issue } = place
  issue.updatedAt = act.at
  record(act, place, action, { labelId: label.id })
  emitIssue(act, place, action, () => ({ label: labelData(act.sandbox, repository, label) }))
}

/** Puts labels on an issue; those the repository has not are made, as at GitHub. */
export const addLabels = (act: Act, place: Place, names: string[]) => {
  const { repository, issue } = place
  for (const name of names) {
    const known = labelByName(act.sandbox.state.world, repository, name)
    const label = known ?? createLabel(act, repository, { name })
    if (issue.labelIds.includes(label.id)) continue
    issue.labelIds.push(label.id)
    change(act, place, label, 'labeled')
  }
}

/** Takes a label off an issue. Returns whether it had it. */
export const removeLabel = (act: Act, place: Place, name: string): boolean => {
  const { repository, issue } = place
  const label = labelByName(act.sandbox.state.world, repository, name)
  if (!label || !issue.labelIds.includes(label.id)) return false
  issue.labelIds = issue.labelIds.filter((id) => id !== label.id)
  change(act, place, label, 'unlabeled')
  return true
}

/** Makes these the labels of an issue. */
export const setLabels = (act: Act, place: Place, names: string[]) => {
  const wanted = names.map((name) => name.toLowerCase())
  const { labels } = contentsOf(act.sandbox.state.world, place.repository.id)
  for (const id of [...place.issue.labelIds]) {
    const name = labels.find((label) => label.id === id)?.name ?? ''
    if (!wanted.includes(name.toLowerCase())) removeLabel(act, place, name)
  }
  addLabels(act, place, names)
}

const changeAssignee = (
  act: Act,
  place: Place,
  person: Account,
  action: 'assigned' | 'unassigned',
) => {
  place.issue.updatedAt = act.at
  record(act, place, action, { assigneeId: person.id })
  emitIssue(act, place, action, () => ({ assignee: simpleUser(act.sandbox, person) }))
}

export const assign = (act: Act, place: Place, people: Account[]) => {
  const { issue } = place
  for (const person of people) {
    if (issue.assigneeIds.includes(person.id)) continue
    issue.assigneeIds.push(person.id)
    changeAssignee(act, place, person, 'assigned')
  }
}

export const unassign = (act: Act, place: Place, people: Account[]) => {
  const { issue } = place
  for (const person of people) {
    if (!issue.assigneeIds.includes(person.id)) continue
    issue.assigneeIds = issue.assigneeIds.filter((id) => id !== person.id)
    changeAssignee(act, place, person, 'unassigned')
  }
}

/** Makes these the assignees of an issue. */
export const setAssignees = (act: Act, place: Place, people: Account[]) => {
  const { accounts } = act.sandbox.state.world
  const gone = place.issue.assigneeIds.filter((id) => !people.some((person) => person.id === id))
  unassign(
    act,
    place,
    accounts.filter(({ id }) => gone.includes(id)),
  )
  assign(act, place, people)
}
