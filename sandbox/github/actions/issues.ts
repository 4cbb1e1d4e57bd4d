import type { Act } from '../clock.ts'
import { emitFor } from '../events/emit.ts'
import { commentData, milestoneData } from '../shapes/issues.ts'
import {
  type Comment,
  type Issue,
  issue as newIssue,
  type Pull,
  type Reactions,
  type StateReason,
} from '../world/issues.ts'
import { type Account, contentsOf, nextId, type Repository } from '../world.ts'
import { emitIssue, issuePayload, type Place, record } from './events.ts'
import { addLabels, assign } from './sorting.ts'

export type Opening = {
  title: string
  body?: string | null
  labels?: string[]
  assignees?: Account[]
  milestone?: number | null
  reactions?: Partial<Reactions>
  pull?: Pull
}

/** Opens an issue, or a pull request where `pull` says so. Silent: nobody is told. */
export const addIssue = (act: Act, repository: Repository, opening: Opening): Issue => {
  const { world } = act.sandbox.state
  const contents = contentsOf(world, repository.id)
  contents.lastNumber += 1
  const issue = newIssue({
    id: nextId(world),
    number: contents.lastNumber,
    title: opening.title,
    body: opening.body ?? null,
    authorId: act.by.id,
    createdAt: act.at,
    milestoneNumber: opening.milestone ?? null,
    pull: opening.pull ?? null,
  })
  Object.assign(issue.reactions, opening.reactions)
  contents.issues.set(issue.number, issue)
  return issue
}

/** Opens an issue or pull request; its labels and assignees are told of one by one, as at GitHub. */
export const openIssue = (act: Act, repository: Repository, opening: Opening): Issue => {
  const issue = addIssue(act, repository, opening)
  const place = { repository, issue }
  emitIssue(act, place, 'opened')
  addLabels(act, place, opening.labels ?? [])
  assign(act, place, opening.assignees ?? [])
  return issue
}

/** Marks an issue as changed. */
export const touch = (act: Act, { issue }: Place) => {
  issue.updatedAt = act.at
}

/** Changes title or body; what stays the same is no change, and nobody is told. */
export const editIssue = (
  act: Act,
  place: Place,
  { title, body }: { title?: string; body?: string | null },
) => {
  const { issue } = place
  const was = { title: issue.title, body: issue.body }
  const isRenamed = title !== undefined && title !== was.title
  const isRewritten = body !== undefined && body !== was.body
  if (!isRenamed && !isRewritten) return
  if (isRenamed) {
    issue.title = title
    record(act, place, 'renamed', { more: { rename: { from: was.title, to: title } } })
  }
  if (isRewritten) issue.body = body
  touch(act, place)
  emitIssue(act, place, 'edited', () => ({
    changes: {
      ...(isRenamed && { title: { from: was.title } }),
      ...(isRewritten && { body: { from: was.body ?? '' } }),
    },
  }))
}

/** Closes an issue or pull request; one that is closed stays as it is. */
export const closeIssue = (act: Act, place: Place, reason: StateReason = 'completed') => {
  const { issue } = place
  if (issue.state === 'closed') {
    if (!issue.pull) issue.stateReason = reason
    return
  }
  issue.state = 'closed'
  issue.stateReason = issue.pull ? null : reason
  issue.closedAt = act.at
  issue.closedById = act.by.id
  touch(act, place)
  record(act, place, 'closed', issue.pull ? {} : { more: { state_reason: issue.stateReason } })
  emitIssue(act, place, 'closed')
}

export const reopenIssue = (act: Act, place: Place) => {
  const { issue } = place
  if (issue.state === 'open') return
  issue.state = 'open'
  issue.stateReason = issue.pull ? null : 'reopened'
  issue.closedAt = null
  issue.closedById = null
  touch(act, place)
  record(act, place, 'reopened')
  emitIssue(act, place, 'reopened')
}

export const setMilestone = (act: Act, place: Place, number: number | null) => {
  const { repository, issue } = place
  if (issue.milestoneNumber === number) return
  const { milestones } = contentsOf(act.sandbox.state.world, repository.id)
  const milestone = milestones.find((one) => one.number === (number ?? issue.milestoneNumber))
  issue.milestoneNumber = number
  touch(act, place)
  const action = number === null ? 'demilestoned' : 'milestoned'
  record(act, place, action, { more: { milestone: { title: milestone?.title ?? '' } } })
  emitIssue(act, place, action, () => ({
    ...(milestone && { milestone: milestoneData(act.sandbox, repository, milestone) }),
  }))
}

/** Says something below an issue or pull request. */
export const comment = (act: Act, place: Place, body: string): Comment => {
  const { sandbox, by, at } = act
  const { repository, issue } = place
  const id = nextId(sandbox.state.world)
  const said = { id, authorId: by.id, body, createdAt: at, updatedAt: at }
  issue.comments.push(said)
  touch(act, place)
  emitFor(act, repository, {
    event: 'issue_comment',
    action: 'created',
    body: () => ({
      issue: issuePayload(sandbox, place),
      comment: commentData(sandbox, repository, issue, said),
    }),
  })
  return said
}
