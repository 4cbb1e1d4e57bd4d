/** GitHub's payloads for tests: whole enough to be real, small enough to read. */

const account = (id: number, login: string, type = 'Organization') => ({
  id,
  login,
  type,
  avatar_url: `https://avatars.githubusercontent.com/u/${id}`,
  html_url: `https://github.com/${login}`,
})

export const acme = account(100, 'acme')
export const octocat = account(200, 'octocat', 'User')

export const repositoryPayload = (changes: object = {}) => ({
  id: 1_000,
  name: 'rocket',
  full_name: 'acme/rocket',
  private: false,
  owner: acme,
  description: 'A reusable rocket',
  archived: false,
  created_at: '2026-01-01T00:00:00Z',
  updated_at: '2026-01-02T00:00:00Z',
  pushed_at: '2026-01-02T00:00:00Z',
  topics: ['space'],
  ...changes,
})

export const issuePayload = (changes: object = {}) => ({
  id: 5_000,
  number: 1,
  title: 'It does not fly',
  body: 'It stays on the ground.',
  state: 'open',
  state_reason: null,
  user: octocat,
  labels: [],
  assignee: null,
  assignees: [],
  milestone: null,
  comments: 2,
  reactions: {
    total_count: 6,
    '+1': 3,
    '-1': 1,
    laugh: 0,
    hooray: 1,
    confused: 0,
    heart: 0,
    rocket: 1,
    eyes: 0,
  },
  created_at: '2026-01-03T00:00:00Z',
  updated_at: '2026-01-03T00:00:00Z',
  closed_at: null,
  ...changes,
})

/** A pull request as lists have it. */
export const simplePullRequestPayload = (changes: object = {}) => ({
  id: 7_000,
  number: 3,
  title: 'Make it fly',
  body: 'More thrust.',
  state: 'open',
  draft: false,
  author_association: 'CONTRIBUTOR',
  user: octocat,
  labels: [],
  assignee: null,
  assignees: [],
  milestone: null,
  requested_reviewers: [],
  requested_teams: [],
  head: {
    label: 'octocat:thrust',
    ref: 'thrust',
    sha: 'a'.repeat(40),
    repo: { id: 1_001, full_name: 'octocat/rocket' },
  },
  base: {
    label: 'acme:main',
    ref: 'main',
    sha: 'b'.repeat(40),
    repo: { id: 1_000, full_name: 'acme/rocket' },
  },
  auto_merge: null,
  merge_commit_sha: null,
  created_at: '2026-01-04T00:00:00Z',
  updated_at: '2026-01-04T00:00:00Z',
  closed_at: null,
  merged_at: null,
  ...changes,
})

/** A whole pull request. */
export const pullRequestPayload = (changes: object = {}) => ({
  ...simplePullRequestPayload(),
  merged: false,
  mergeable: null,
  rebaseable: null,
  mergeable_state: 'unknown',
  merged_by: null,
  comments: 1,
  review_comments: 2,
  maintainer_can_modify: true,
  commits: 2,
  additions: 3,
  deletions: 1,
  changed_files: 1,
  ...changes,
})

/** A `pull_request` webhook of acme/rocket. */
export const pullRequestEvent = (
  action: string,
  pullRequest: object = {},
  repository: object = {},
) => ({
  event: 'pull_request',
  payload: {
    action,
    pull_request: pullRequestPayload(pullRequest),
    repository: repositoryPayload(repository),
    organization: acme,
    installation: { id: 10 },
  },
})

export const installationPayload = (changes: object = {}) => ({
  id: 10,
  account: acme,
  created_at: 1_767_225_600,
  updated_at: 1_767_225_600,
  suspended_at: null,
  suspended_by: null,
  ...changes,
})

type IssuesEvent = { issue?: object; repository?: object; installation?: { id: number } | null }

/** An `issues` webhook of acme/rocket. */
export const issuesEvent = (
  action: string,
  { issue = {}, repository = {}, installation = { id: 10 } }: IssuesEvent = {},
) => ({
  event: 'issues',
  payload: {
    action,
    issue: issuePayload(issue),
    repository: repositoryPayload(repository),
    organization: acme,
    ...(installation && { installation }),
  },
})

/** A `repository` webhook of acme/rocket. */
export const repositoryEvent = (action: string, repository: object = {}) => ({
  event: 'repository',
  payload: {
    action,
    repository: repositoryPayload(repository),
    organization: acme,
    installation: { id: 10 },
  },
})

/** An `installation` webhook of acme. */
export const installationEvent = (action: string, changes: object = {}, more: object = {}) => ({
  event: 'installation',
  payload: {
    action,
    installation: installationPayload(changes),
    repositories: [{ id: 1_000, name: 'rocket', full_name: 'acme/rocket', private: false }],
    ...more,
  },
})
