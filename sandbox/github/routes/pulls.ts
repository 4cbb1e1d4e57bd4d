import { z } from 'zod'
import { demandRead, repositoryAt } from '../access.ts'
import { notFound, queryOf } from '../http.ts'
import { sortIssues } from '../issue-list.ts'
import { issueByNumber } from '../lookups.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import { pullData, pullListData } from '../shapes/pulls.ts'
import { contentsOf } from '../world.ts'

const pullsQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['open', 'closed', 'all']).default('open'),
  sort: z.enum(['created', 'updated']).default('created'),
  direction: z.enum(['asc', 'desc']).optional(),
  head: z.string().optional(),
  base: z.string().optional(),
})

/** Newest first, but oldest first where another order than `created` is asked for. */
const listPulls: Handle = (sandbox, incoming) => {
  const query = queryOf(incoming, pullsQuery)
  const { repository, caller } = repositoryAt(sandbox, incoming)
  demandRead(sandbox, caller, repository, ['pull_requests'])
  const { state, sort, base } = query
  const direction = query.direction ?? (sort === 'created' ? 'desc' : 'asc')
  const found = [...contentsOf(sandbox.state.world, repository.id).issues.values()].filter(
    ({ pull, state: is }) =>
      pull !== null &&
      (state === 'all' || is === state) &&
      (base === undefined || pull.base.ref === base),
  )
  const { items, headers } = pageOf(incoming, sortIssues(found, { sort, direction }), query)
  const body = items.flatMap((issue) =>
    issue.pull ? [pullListData(sandbox, repository, issue, issue.pull)] : [],
  )
  return { status: 200, headers, body }
}

const getPull: Handle = (sandbox, incoming) => {
  queryOf(incoming, z.strictObject({}))
  const { repository, caller } = repositoryAt(sandbox, incoming)
  demandRead(sandbox, caller, repository, ['pull_requests'])
  const number = Number(incoming.params.pull_number)
  const issue = issueByNumber(sandbox.state.world, repository, number)
  if (!issue?.pull) throw notFound()
  return { status: 200, body: pullData(sandbox, repository, issue, issue.pull) }
}

export const pulls: Route[] = [
  route('GET /repos/{owner}/{repo}/pulls', listPulls),
  route('GET /repos/{owner}/{repo}/pulls/{pull_number}', getPull),
]
