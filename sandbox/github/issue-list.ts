import { z } from 'zod'
import { accountByLogin, labelByName } from './lookups.ts'
import { pageQuery } from './pagination.ts'
import type { Sandbox } from './state.ts'
import type { Issue } from './world/issues.ts'
import { contentsOf, type Repository } from './world.ts'

/** The parameters of "List repository issues". */
export const issuesQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['open', 'closed', 'all']).default('open'),
  sort: z.enum(['created', 'updated', 'comments']).default('created'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  since: z.iso.datetime({ offset: true }).optional(),
  labels: z.string().optional(),
  creator: z.string().optional(),
  milestone: z.string().optional(),
  assignee: z.string().optional(),
})

type Query = z.output<typeof issuesQuery>

export type Sorting = { sort: 'created' | 'updated' | 'comments'; direction: 'asc' | 'desc' }

const keys = {
  created: ({ createdAt }: Issue) => createdAt,
  updated: ({ updatedAt }: Issue) => updatedAt,
  comments: ({ comments }: Issue) => comments.length,
} as const

/** In GitHub's order; of equals the newer is larger. Lists that are nearly sorted cost little. */
export const sortIssues = (issues: Issue[], { sort, direction }: Sorting): Issue[] => {
  const key = keys[sort]
  const sign = direction === 'asc' ? 1 : -1
  return issues.sort((a, b) => {
    const [left, right] = [key(a), key(b)]
    if (left === right) return sign * (a.number - b.number)
    return left < right ? -sign : sign
  })
}

const accountIdOf = ({ state }: Sandbox, login: string) => accountByLogin(state.world, login)?.id

/** Conditions that an issue has to meet, those asked for alone. */
const conditionsOf = (sandbox: Sandbox, repository: Repository, query: Query) => {
  const { world } = sandbox.state
  const conditions: ((issue: Issue) => boolean)[] = []
  const { state, since, labels, creator, assignee, milestone } = query
  if (state !== 'all') conditions.push((issue) => issue.state === state)
  if (since !== undefined) {
    const from = Date.parse(since)
    conditions.push(({ updatedAt }) => Date.parse(updatedAt) >= from)
  }
  for (const name of labels?.split(',') ?? []) {
    const id = labelByName(world, repository, name.trim())?.id
    conditions.push(({ labelIds }) => id !== undefined && labelIds.includes(id))
  }
  if (creator !== undefined) {
    const id = accountIdOf(sandbox, creator)
    conditions.push(({ authorId }) => authorId === id)
  }
  if (assignee !== undefined && assignee !== '*') {
    const id = assignee === 'none' ? null : accountIdOf(sandbox, assignee)
    conditions.push(({ assigneeIds }) =>
      id === null ? assigneeIds.length === 0 : assigneeIds.some((one) => one === id),
    )
  }
  if (assignee === '*') conditions.push(({ assigneeIds }) => assigneeIds.length > 0)
  if (milestone === 'none') conditions.push((issue) => issue.milestoneNumber === null)
  if (milestone !== undefined && milestone !== 'none') {
    conditions.push(
      ({ milestoneNumber: is }) => is !== null && (milestone === '*' || `${is}` === milestone),
    )
  }
  return conditions
}

/** A repository's issues and pull requests, as a query asks for them. */
export const sortedIssues = (sandbox: Sandbox, repository: Repository, query: Query): Issue[] => {
  const conditions = conditionsOf(sandbox, repository, query)
  const issues: Issue[] = []
  for (const issue of contentsOf(sandbox.state.world, repository.id).issues.values()) {
    if (conditions.every((fits) => fits(issue))) issues.push(issue)
  }
  return sortIssues(issues, query)
}
