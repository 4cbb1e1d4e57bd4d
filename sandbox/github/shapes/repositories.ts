import { fullNameOf, ownerOf } from '../lookups.ts'
import type { Sandbox } from '../state.ts'
import { contentsOf, type Repository } from '../world.ts'
import { nodeId, simpleUser } from './accounts.ts'
import type { FullRepositoryData, RepositoryData } from './github.ts'

/** What follows a repository's address in the addresses of its parts. */
const parts = {
  archive_url: '/{archive_format}{/ref}',
  assignees_url: '/assignees{/user}',
  blobs_url: '/git/blobs{/sha}',
  branches_url: '/branches{/branch}',
  collaborators_url: '/collaborators{/collaborator}',
  comments_url: '/comments{/number}',
  commits_url: '/commits{/sha}',
  compare_url: '/compare/{base}...{head}',
  contents_url: '/contents/{+path}',
  contributors_url: '/contributors',
  deployments_url: '/deployments',
  downloads_url: '/downloads',
  events_url: '/events',
  forks_url: '/forks',
  git_commits_url: '/git/commits{/sha}',
  git_refs_url: '/git/refs{/sha}',
  git_tags_url: '/git/tags{/sha}',
  hooks_url: '/hooks',
  issue_comment_url: '/issues/comments{/number}',
  issue_events_url: '/issues/events{/number}',
  issues_url: '/issues{/number}',
  keys_url: '/keys{/key_id}',
  labels_url: '/labels{/name}',
  languages_url: '/languages',
  merges_url: '/merges',
  milestones_url: '/milestones{/number}',
  notifications_url: '/notifications{?since,all,participating}',
  pulls_url: '/pulls{/number}',
  releases_url: '/releases{/id}',
  stargazers_url: '/stargazers',
  statuses_url: '/statuses/{sha}',
  subscribers_url: '/subscribers',
  subscription_url: '/subscription',
  tags_url: '/tags',
  teams_url: '/teams',
  trees_url: '/git/trees{/sha}',
} as const

const partUrls = (base: string) =>
  Object.fromEntries(Object.entries(parts).map(([name, rest]) => [name, base + rest])) as Record<
    keyof typeof parts,
    string
  >

const addresses = ({ config }: Sandbox, fullName: string) => {
  const html = `${config.url}/${fullName}`
  const { host } = new URL(config.url)
  return {
    url: `${config.apiUrl}/repos/${fullName}`,
    html_url: html,
    clone_url: `${html}.git`,
    git_url: `git://${host}/${fullName}.git`,
    ssh_url: `git@${host}:${fullName}.git`,
    svn_url: html,
    mirror_url: null,
    ...partUrls(`${config.apiUrl}/repos/${fullName}`),
  }
}

const licenseOf = ({ license }: Repository) =>
  license && {
    key: license.toLowerCase(),
    name: license,
    spdx_id: license,
    url: null,
    node_id: nodeId('L', 1),
  }

const switches = {
  disabled: false,
  is_template: false,
  has_projects: true,
  has_downloads: true,
  has_wiki: true,
  has_pages: false,
  has_discussions: false,
  allow_forking: true,
  web_commit_signoff_required: false,
}

/** Pull requests count as issues here, as at GitHub. */
const openIssuesOf = ({ state }: Sandbox, { id }: Repository) => {
  let open = 0
  for (const { state: is } of contentsOf(state.world, id).issues.values()) {
    if (is === 'open') open += 1
  }
  return open
}

export const repositoryData = (sandbox: Sandbox, repository: Repository) => {
  const owner = ownerOf(sandbox.state.world, repository.ownerId)
  const fullName = `${owner.login}/${repository.name}`
  const openIssues = openIssuesOf(sandbox, repository)
  return {
    id: repository.id,
    node_id: nodeId('R', repository.id),
    name: repository.name,
    full_name: fullName,
    owner: simpleUser(sandbox, owner),
    private: repository.isPrivate,
    visibility: repository.isPrivate ? 'private' : 'public',
    description: repository.description,
    ...addresses(sandbox, fullName),
    ...switches,
    fork: repository.isFork,
    archived: repository.isArchived,
    has_issues: repository.hasIssues,
    homepage: repository.homepage,
    language: null,
    license: licenseOf(repository) || null,
    topics: repository.topics,
    default_branch: repository.defaultBranch,
    size: 0,
    forks: repository.forksCount,
    forks_count: repository.forksCount,
    stargazers_count: repository.stargazersCount,
    watchers: repository.stargazersCount,
    watchers_count: repository.stargazersCount,
    open_issues: openIssues,
    open_issues_count: openIssues,
    created_at: repository.createdAt,
    updated_at: repository.updatedAt,
    pushed_at: repository.pushedAt,
  } satisfies RepositoryData
}

/** What GitHub answers who asks for one repository. */
export const fullRepositoryData = (
  sandbox: Sandbox,
  repository: Repository,
): FullRepositoryData => {
  const owner = ownerOf(sandbox.state.world, repository.ownerId)
  return {
    ...repositoryData(sandbox, repository),
    ...(owner.type === 'Organization' && { organization: simpleUser(sandbox, owner) }),
    network_count: repository.forksCount,
    subscribers_count: repository.stargazersCount,
  }
}

/** How webhooks list an installation's repositories. */
export const repositoryName = (sandbox: Sandbox, repository: Repository) => ({
  id: repository.id,
  node_id: nodeId('R', repository.id),
  name: repository.name,
  full_name: fullNameOf(sandbox.state.world, repository),
  private: repository.isPrivate,
})
