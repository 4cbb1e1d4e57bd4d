import { z } from 'zod'
import {
  addIssue,
  closeIssue,
  comment,
  editIssue,
  openIssue,
  reopenIssue,
  setMilestone,
} from '../actions/issues.ts'
import { addLabels, assign, createLabel, removeLabel, unassign } from '../actions/sorting.ts'
import { deleteIssue, transferIssue } from '../actions/transfers.ts'
import { toTime } from '../clock.ts'
import type { Issue } from '../world/issues.ts'
import { contentsOf, nextId } from '../world.ts'
import {
  accountNamed,
  command,
  inRepository,
  issueGiven,
  onIssue,
  repositoryGiven,
  repositoryNamed,
} from './command.ts'

const count = z.number().int().min(0)

const reactions = z
  .strictObject({
    '+1': count,
    '-1': count,
    laugh: count,
    hooray: count,
    confused: count,
    heart: count,
    rocket: count,
    eyes: count,
  })
  .partial()

export const opening = {
  ...repositoryGiven,
  title: z.string().min(1),
  body: z.string().nullable().optional(),
  labels: z.array(z.string()).optional(),
  assignees: z.array(z.string()).default([]),
  milestone: z.number().int().nullable().optional(),
  reactions: reactions.optional(),
}

export const idAndNumber = ({ id, number }: Issue) => ({ id, number })

const reason = z.enum(['completed', 'not_planned', 'duplicate']).optional()

export const issueCommands = {
  openIssue: command(z.strictObject(opening), (sandbox, given) => {
    const { act, repository } = inRepository(sandbox, given)
    const assignees = given.assignees.map((login) => accountNamed(sandbox, login))
    return idAndNumber(openIssue(act, repository, { ...given, assignees }))
  }),
  /** Many issues at once, a second apart, the last one now. Nobody is told. */
  createIssues: command(
    z.strictObject({
      ...repositoryGiven,
      count: z.number().int().min(1).max(100_000),
      title: z.string().default('Issue'),
      body: z.string().nullable().default(null),
      isClosed: z.boolean().default(false),
    }),
    (sandbox, given) => {
      const { act, repository } = inRepository(sandbox, given)
      const end = Date.parse(act.at)
      const first = contentsOf(sandbox.state.world, repository.id).lastNumber + 1
      for (let index = 1; index <= given.count; index++) {
        const at = toTime(end - (given.count - index) * 1000)
        const title = `${given.title} ${first + index - 1}`
        const issue = addIssue({ ...act, at }, repository, { title, body: given.body })
        if (!given.isClosed) continue
        const closed = { stateReason: 'completed' as const, closedById: act.by.id }
        Object.assign(issue, { state: 'closed', closedAt: at, ...closed })
      }
      return { first, last: first + given.count - 1 }
    },
  ),
  /** Of a pull request too. */
  editIssue: command(
    z.strictObject({
      ...issueGiven,
      title: z.string().min(1).optional(),
      body: z.string().nullable().optional(),
      milestone: z.number().int().nullable().optional(),
    }),
    (sandbox, given) => {
      const { act, place } = onIssue(sandbox, given)
      editIssue(act, place, given)
      if (given.milestone !== undefined) setMilestone(act, place, given.milestone)
    },
  ),
  closeIssue: command(z.strictObject({ ...issueGiven, reason }), (sandbox, given) => {
    const { act, place } = onIssue(sandbox, given)
    closeIssue(act, place, given.reason)
  }),
  reopenIssue: command(z.strictObject(issueGiven), (sandbox, given) => {
    const { act, place } = onIssue(sandbox, given)
    reopenIssue(act, place)
  }),
  deleteIssue: command(z.strictObject(issueGiven), (sandbox, given) => {
    const { act, place } = onIssue(sandbox, given)
    deleteIssue(act, place)
  }),
  transferIssue: command(z.strictObject({ ...issueGiven, to: z.string() }), (sandbox, given) => {
    const { act, place } = onIssue(sandbox, given)
    return idAndNumber(transferIssue(act, place, repositoryNamed(sandbox, given.to)))
  }),
  labelIssue: command(z.strictObject({ ...issueGiven, label: z.string() }), (sandbox, given) => {
    const { act, place } = onIssue(sandbox, given)
    addLabels(act, place, [given.label])
  }),
  unlabelIssue: command(z.strictObject({ ...issueGiven, label: z.string() }), (sandbox, given) => {
    const { act, place } = onIssue(sandbox, given)
    removeLabel(act, place, given.label)
  }),
  assignIssue: command(z.strictObject({ ...issueGiven, login: z.string() }), (sandbox, given) => {
    const { act, place } = onIssue(sandbox, given)
    assign(act, place, [accountNamed(sandbox, given.login)])
  }),
  unassignIssue: command(z.strictObject({ ...issueGiven, login: z.string() }), (sandbox, given) => {
    const { act, place } = onIssue(sandbox, given)
    unassign(act, place, [accountNamed(sandbox, given.login)])
  }),
  lockIssue: command(
    z.strictObject({ ...issueGiven, isLocked: z.boolean().default(true) }),
    (sandbox, given) => {
      onIssue(sandbox, given).place.issue.isLocked = given.isLocked
    },
  ),
  /** Sets counts of reactions; GitHub neither tells of them nor counts them as a change. */
  react: command(z.strictObject({ ...issueGiven, reactions }), (sandbox, given) => {
    Object.assign(onIssue(sandbox, given).place.issue.reactions, given.reactions)
  }),
  commentIssue: command(
    z.strictObject({ ...issueGiven, body: z.string().min(1) }),
    (sandbox, given) => {
      const { act, place } = onIssue(sandbox, given)
      return { id: comment(act, place, given.body).id }
    },
  ),
  createLabel: command(
    z.strictObject({
      ...repositoryGiven,
      name: z.string().min(1),
      color: z.string().optional(),
      description: z.string().nullable().optional(),
    }),
    (sandbox, given) => {
      const { act, repository } = inRepository(sandbox, given)
      return { id: createLabel(act, repository, given).id }
    },
  ),
  createMilestone: command(
    z.strictObject({ ...repositoryGiven, title: z.string().min(1) }),
    (sandbox, given) => {
      const { act, repository } = inRepository(sandbox, given)
      const { world } = sandbox.state
      const { milestones } = contentsOf(world, repository.id)
      const number = milestones.length + 1
      const text = { title: given.title, description: null, state: 'open' as const, dueOn: null }
      milestones.push({ id: nextId(world), number, ...text, createdAt: act.at })
      return { number }
    },
  ),
}
