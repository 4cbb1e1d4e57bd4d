import { accountById, fullNameOf, labelsOf, ownerOf } from '../lookups.ts'
import { associationOf } from '../rights.ts'
import type { Sandbox } from '../state.ts'
import type { Comment, Issue, Label, Milestone, Reactions } from '../world/issues.ts'
import { contentsOf, type Repository } from '../world.ts'
import { nodeId, simpleUser } from './accounts.ts'
import type { CommentData, IssueData, LabelData, MilestoneData } from './github.ts'

export const repositoryUrl = (sandbox: Sandbox, repository: Repository) =>
  `${sandbox.config.apiUrl}/repos/${fullNameOf(sandbox.state.world, repository)}`

export const pageUrl = (sandbox: Sandbox, repository: Repository) =>
  `${sandbox.config.url}/${fullNameOf(sandbox.state.world, repository)}`

/** The account with an id; null where it is gone. */
export const userOrNull = (sandbox: Sandbox, id: number | null) => {
  const account = id === null ? undefined : accountById(sandbox.state.world, id)
  return account ? simpleUser(sandbox, account) : null
}

export const labelData = (sandbox: Sandbox, repository: Repository, label: Label): LabelData => ({
  id: label.id,
  node_id: nodeId('LA', label.id),
  url: `${repositoryUrl(sandbox, repository)}/labels/${encodeURIComponent(label.name)}`,
  name: label.name,
  color: label.color,
  default: ['bug', 'enhancement'].includes(label.name),
  description: label.description,
})

const reactionsOf = (url: string, reactions: Reactions) => ({
  url: `${url}/reactions`,
  total_count: Object.values(reactions).reduce((sum, count) => sum + count, 0),
  ...reactions,
})

export const milestoneData = (
  sandbox: Sandbox,
  repository: Repository,
  milestone: Milestone,
): MilestoneData => {
  const url = `${repositoryUrl(sandbox, repository)}/milestones/${milestone.number}`
  return {
    id: milestone.id,
    node_id: nodeId('MI', milestone.id),
    number: milestone.number,
    url,
    html_url: `${pageUrl(sandbox, repository)}/milestone/${milestone.number}`,
    labels_url: `${url}/labels`,
    title: milestone.title,
    description: milestone.description,
    state: milestone.state,
    creator: null,
    open_issues: 0,
    closed_issues: 0,
    created_at: milestone.createdAt,
    updated_at: milestone.createdAt,
    due_on: milestone.dueOn,
    closed_at: null,
  }
}

const milestoneOf = (sandbox: Sandbox, repository: Repository, { milestoneNumber }: Issue) => {
  const { milestones } = contentsOf(sandbox.state.world, repository.id)
  const milestone = milestones.find(({ number }) => number === milestoneNumber)
  return milestone ? milestoneData(sandbox, repository, milestone) : null
}

/** What issues and pull requests are told of alike. */
export const sharedData = (sandbox: Sandbox, repository: Repository, issue: Issue) => {
  const { world } = sandbox.state
  const assignees = issue.assigneeIds.flatMap((id) => userOrNull(sandbox, id) ?? [])
  return {
    id: issue.id,
    number: issue.number,
    title: issue.title,
    body: issue.body,
    state: issue.state,
    locked: issue.isLocked,
    active_lock_reason: null,
    user: simpleUser(sandbox, ownerOf(world, issue.authorId)),
    author_association: associationOf(sandbox, repository, issue.authorId),
    assignee: assignees[0] ?? null,
    assignees,
    labels: labelsOf(world, repository, issue).map((label) => ({
      ...labelData(sandbox, repository, label),
    })),
    milestone: milestoneOf(sandbox, repository, issue),
    comments: issue.comments.length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
  }
}

const pullOf = (page: string, api: string, { number, pull }: Issue) => {
  const html = `${page}/pull/${number}`
  return {
    draft: pull?.isDraft ?? false,
    pull_request: {
      url: `${api}/pulls/${number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: pull?.mergedAt ?? null,
    },
  }
}

/** An issue, or a pull request as lists of issues show it. */
export const issueData = (sandbox: Sandbox, repository: Repository, issue: Issue) => {
  const api = repositoryUrl(sandbox, repository)
  const page = pageUrl(sandbox, repository)
  const url = `${api}/issues/${issue.number}`
  return {
    ...sharedData(sandbox, repository, issue),
    node_id: nodeId(issue.pull ? 'PR' : 'I', issue.id),
    url,
    repository_url: api,
    labels_url: `${url}/labels{/name}`,
    comments_url: `${url}/comments`,
    events_url: `${url}/events`,
    timeline_url: `${url}/timeline`,
    html_url: `${page}/${issue.pull ? 'pull' : 'issues'}/${issue.number}`,
    state_reason: issue.stateReason,
    closed_by: userOrNull(sandbox, issue.closedById),
    reactions: reactionsOf(url, issue.reactions),
    performed_via_github_app: null,
    ...(issue.pull && pullOf(page, api, issue)),
  } satisfies IssueData
}

export const commentData = (
  sandbox: Sandbox,
  repository: Repository,
  issue: Issue,
  comment: Comment,
): CommentData => {
  const api = repositoryUrl(sandbox, repository)
  const kind = issue.pull ? 'pull' : 'issues'
  return {
    id: comment.id,
    node_id: nodeId('IC', comment.id),
    url: `${api}/issues/comments/${comment.id}`,
    html_url: `${pageUrl(sandbox, repository)}/${kind}/${issue.number}#issuecomment-${comment.id}`,
    issue_url: `${api}/issues/${issue.number}`,
    body: comment.body,
    user: userOrNull(sandbox, comment.authorId),
    author_association: associationOf(sandbox, repository, comment.authorId),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    performed_via_github_app: null,
  }
}
