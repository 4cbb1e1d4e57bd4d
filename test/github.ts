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
