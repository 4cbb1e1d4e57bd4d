import { z } from 'zod'
import { demandRead, demandWrite, issueAt, mayTriage, repositoryAt } from '../access.ts'
import { closeIssue, editIssue, openIssue, reopenIssue, setMilestone } from '../actions/issues.ts'
import { setAssignees, setLabels } from '../actions/sorting.ts'
import { now } from '../clock.ts'
import { bodyOf, GithubError, queryOf } from '../http.ts'
import { issuesQuery, sortedIssues } from '../issue-list.ts'
import { accountByLogin } from '../lookups.ts'
import { pageOf } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import { issueData } from '../shapes/issues.ts'
import type { Sandbox } from '../state.ts'
import { type Account, contentsOf, type Repository } from '../world.ts'

/** By name, or as an object that names it. */
const labelGiven = z.union([
  z.string(),
  z.object({ name: z.string() }).transform(({ name }) => name),
])

const changes = z.strictObject({
  title: z.union([z.string().min(1), z.number().transform(String)]).optional(),
  body: z.string().max(65_536).nullable().optional(),
  state: z.enum(['open', 'closed']).optional(),
  state_reason: z.enum(['completed', 'not_planned', 'duplicate', 'reopened']).nullable().optional(),
  labels: z.array(labelGiven).optional(),
  assignees: z.array(z.string()).optional(),
  milestone: z.number().int().nullable().optional(),
})

type Changes = z.output<typeof changes>

const opening = changes.omit({ state: true, state_reason: true }).required({ title: true })

const listIssues: Handle = (sandbox, incoming) => {
  const query = queryOf(incoming, issuesQuery)
  const { repository, caller } = repositoryAt(sandbox, incoming)
  demandRead(sandbox, caller, repository, ['issues'])
  const { items, headers } = pageOf(incoming, sortedIssues(sandbox, repository, query), query)
  return { status: 200, headers, body: items.map((issue) => issueData(sandbox, repository, issue)) }
}

const getIssue: Handle = (sandbox, incoming) => {
  queryOf(incoming, z.strictObject({}))
  const { repository, caller } = repositoryAt(sandbox, incoming)
  const issue = issueAt(sandbox, caller, repository, incoming)
  demandRead(sandbox, caller, repository, ['issues', 'pull_requests'])
  return { status: 200, body: issueData(sandbox, repository, issue) }
}

const peopleNamed = ({ state }: Sandbox, logins: string[]): Account[] =>
  logins.map((login) => {
    const account = accountByLogin(state.world, login)
    if (account) return account
    const fault = { field: 'assignees', code: 'invalid', message: `${login} can't be assigned` }
    throw new GithubError(422, 'Validation Failed', [fault])
  })

const checkMilestone = ({ state }: Sandbox, { id }: Repository, given: number | null = null) => {
  const { milestones } = contentsOf(state.world, id)
  if (given === null || milestones.some(({ number }) => number === given)) return
  const fault = { field: 'milestone', code: 'invalid', message: 'is unknown' }
  throw new GithubError(422, 'Validation Failed', [fault])
}

/** "Only users with push access can set labels"; they are silently dropped otherwise. */
const createIssue: Handle = (sandbox, incoming) => {
  const { repository, caller } = repositoryAt(sandbox, incoming)
  const by = demandWrite(sandbox, caller, repository, ['issues'])
  const given = bodyOf(incoming, opening)
  if (!repository.hasIssues)
    throw new GithubError(410, 'Issues has been disabled in this repository.')
  checkMilestone(sandbox, repository, given.milestone)
  const isTrusted = mayTriage(sandbox, by, repository)
  const issue = openIssue({ sandbox, by, at: now(sandbox.state) }, repository, {
    title: given.title,
    body: given.body,
    ...(isTrusted && {
      labels: given.labels,
      assignees: peopleNamed(sandbox, given.assignees ?? []),
      milestone: given.milestone,
    }),
  })
  const body = issueData(sandbox, repository, issue)
  return { status: 201, headers: { location: body.url }, body }
}

const updateIssue: Handle = (sandbox, incoming) => {
  const { repository, caller } = repositoryAt(sandbox, incoming)
  const issue = issueAt(sandbox, caller, repository, incoming)
  const permission = issue.pull ? 'pull_requests' : 'issues'
  const by = demandWrite(sandbox, caller, repository, [permission, 'issues'])
  const given: Changes = bodyOf(incoming, changes)
  const isTrusted = mayTriage(sandbox, by, repository)
  if (!isTrusted && issue.authorId !== by.id) {
    throw new GithubError(403, 'Must have admin rights to Repository.')
  }
  checkMilestone(sandbox, repository, given.milestone)
  const people = given.assignees && peopleNamed(sandbox, given.assignees)
  const act = { sandbox, by, at: now(sandbox.state) }
  const place = { repository, issue }
  editIssue(act, place, given)
  if (isTrusted && given.labels) setLabels(act, place, given.labels)
  if (isTrusted && people) setAssignees(act, place, people)
  if (isTrusted && given.milestone !== undefined) setMilestone(act, place, given.milestone)
  if (given.state === 'closed') closeIssue(act, place, given.state_reason ?? undefined)
  if (given.state === 'open') reopenIssue(act, place)
  return { status: 200, body: issueData(sandbox, repository, issue) }
}

export const issues: Route[] = [
  route('GET /repos/{owner}/{repo}/issues', listIssues),
  route('POST /repos/{owner}/{repo}/issues', createIssue),
  route('GET /repos/{owner}/{repo}/issues/{issue_number}', getIssue),
  route('PATCH /repos/{owner}/{repo}/issues/{issue_number}', updateIssue),
]
