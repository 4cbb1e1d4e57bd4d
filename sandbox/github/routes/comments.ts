import { z } from 'zod'
import { demandRead, demandWrite, issueAt, mayTriage, repositoryAt } from '../access.ts'
import { comment } from '../actions/issues.ts'
import { now } from '../clock.ts'
import { bodyOf, GithubError, queryOf } from '../http.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import { commentData } from '../shapes/issues.ts'

const commentBody = z.strictObject({ body: z.string().min(1).max(65_536) })

const listQuery = z.strictObject({
  ...pageQuery,
  since: z.iso.datetime({ offset: true }).optional(),
})

const listComments: Handle = (sandbox, incoming) => {
  const { repository, caller } = repositoryAt(sandbox, incoming)
  const issue = issueAt(sandbox, caller, repository, incoming)
  demandRead(sandbox, caller, repository, ['issues', 'pull_requests'])
  const query = queryOf(incoming, listQuery)
  const from = Date.parse(query.since ?? '1970-01-01T00:00:00Z')
  const all = issue.comments.filter(({ updatedAt }) => Date.parse(updatedAt) >= from)
  const { items, headers } = pageOf(incoming, all, query)
  const body = items.map((one) => commentData(sandbox, repository, issue, one))
  return { status: 200, headers, body }
}

/** Everybody who can see an issue may comment, unless it is locked. */
const createComment: Handle = (sandbox, incoming) => {
  const { repository, caller } = repositoryAt(sandbox, incoming)
  const issue = issueAt(sandbox, caller, repository, incoming)
  const by = demandWrite(sandbox, caller, repository, ['issues', 'pull_requests'])
  const { body } = bodyOf(incoming, commentBody)
  if (issue.isLocked && !mayTriage(sandbox, by, repository)) {
    throw new GithubError(403, 'Unable to create comment because issue is locked.')
  }
  const said = comment({ sandbox, by, at: now(sandbox.state) }, { repository, issue }, body)
  const data = commentData(sandbox, repository, issue, said)
  return { status: 201, headers: { location: data.url }, body: data }
}

export const comments: Route[] = [
  route('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', listComments),
  route('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', createComment),
]
