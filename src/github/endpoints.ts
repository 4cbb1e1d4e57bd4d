import type { Endpoints } from '@octokit/types'

/** What an App must have been granted: level by permission. */
type Permission = Readonly<Record<string, 'read' | 'write'>>

const reads = {
  emails: { emails: 'read' },
  issues: { issues: 'read' },
  members: { members: 'read' },
  metadata: { metadata: 'read' },
  pulls: { pull_requests: 'read' },
  stars: { starring: 'read' },
} as const satisfies Record<string, Permission>

const writesIssues = { issues: 'write' } as const

/**
 * Every endpoint of GitHub's REST API that we call, and the App's permission that it takes; null
 * where it takes none ("Permissions required for GitHub Apps").
 */
export const endpoints = {
  // The App itself.
  'GET /app': null,
  'GET /app/installations': null,
  'GET /app/installations/{installation_id}': null,
  'POST /app/installations/{installation_id}/access_tokens': null,
  'GET /app/hook/deliveries': null,
  'POST /app/hook/deliveries/{delivery_id}/attempts': null,
  'GET /installation/repositories': reads.metadata,
  'GET /rate_limit': null,

  // Accounts.
  'GET /orgs/{org}': null,
  'GET /orgs/{org}/members': reads.members,
  'GET /users/{username}': null,

  // Repositories, issues and pull requests.
  'GET /repos/{owner}/{repo}': reads.metadata,
  'GET /repos/{owner}/{repo}/issues': reads.issues,
  'GET /repos/{owner}/{repo}/issues/{issue_number}': reads.issues,
  'PATCH /repos/{owner}/{repo}/issues/{issue_number}': writesIssues,
  'GET /repos/{owner}/{repo}/issues/{issue_number}/timeline': reads.issues,
  'GET /repos/{owner}/{repo}/issues/events': reads.issues,
  'POST /repos/{owner}/{repo}/issues/{issue_number}/labels': writesIssues,
  'DELETE /repos/{owner}/{repo}/issues/{issue_number}/labels/{name}': writesIssues,
  'POST /repos/{owner}/{repo}/issues/{issue_number}/comments': writesIssues,
  'GET /repos/{owner}/{repo}/pulls': reads.pulls,
  'GET /repos/{owner}/{repo}/pulls/{pull_number}': reads.pulls,
  // Of public repositories alone. Elsewhere they take access to all code, which is more than people
  // should have to grant for a commit's message.
  'GET /repos/{owner}/{repo}/commits/{ref}': null,
  'GET /repos/{owner}/{repo}/commits/{commit_sha}/branches-where-head': null,
  'POST /markdown': null,

  // A person, by their own token.
  'GET /user': null,
  'GET /user/emails': reads.emails,
  'GET /user/installations': null,
  'GET /user/memberships/orgs/{org}': reads.members,
  'GET /user/starred': reads.stars,
} as const satisfies { [Endpoint in keyof Endpoints]?: Permission | null }

/** An endpoint that we may call: it stands in the table. */
export type Route = keyof typeof endpoints & keyof Endpoints

/** What is sent to an endpoint: the parts of its path, its query and its body. */
export type ParametersOf<R extends Route> = Endpoints[R]['parameters']

/** What an endpoint answers when all is well. */
export type Data<R extends Route> = Endpoints[R]['response']['data']

type ItemOf<D> = D extends readonly (infer Item)[]
  ? Item
  : D extends { repositories: readonly (infer Item)[] }
    ? Item
    : D extends { installations: readonly (infer Item)[] }
      ? Item
      : never

/** The endpoints that answer page by page. */
export type ListRoute = {
  [R in Route]: [ItemOf<Data<R>>] extends [never] ? never : R extends `GET ${string}` ? R : never
}[Route]

/** One thing of a list. */
export type Item<R extends ListRoute> = ItemOf<Data<R>>

/** The things on one page, whatever they are wrapped in. */
export const itemsOf = <R extends ListRoute>(data: object): Item<R>[] => {
  if (Array.isArray(data)) return data
  if ('repositories' in data) return data.repositories as Item<R>[]
  return 'installations' in data ? (data.installations as Item<R>[]) : []
}
