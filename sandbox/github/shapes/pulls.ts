import { ownerOf, repositoryById } from '../lookups.ts'
import type { Sandbox } from '../state.ts'
import type { BranchEnd, Issue, Pull } from '../world/issues.ts'
import type { Repository } from '../world.ts'
import { nodeId, simpleUser } from './accounts.ts'
import type { PullData } from './github.ts'
import { pageUrl, repositoryUrl, sharedData, userOrNull } from './issues.ts'
import { repositoryData } from './repositories.ts'

const endData = (sandbox: Sandbox, end: BranchEnd, fallback: Repository) => {
  const repository = repositoryById(sandbox.state.world, end.repositoryId ?? 0) ?? fallback
  const owner = ownerOf(sandbox.state.world, repository.ownerId)
  return {
    label: `${owner.login}:${end.ref}`,
    ref: end.ref,
    sha: end.sha,
    user: simpleUser(sandbox, owner),
    repo: repositoryData(sandbox, repository),
  }
}

const addresses = (sandbox: Sandbox, repository: Repository, number: number, sha: string) => {
  const api = repositoryUrl(sandbox, repository)
  const page = `${pageUrl(sandbox, repository)}/pull/${number}`
  const url = `${api}/pulls/${number}`
  const link = (href: string) => ({ href })
  const links = {
    comments_url: `${api}/issues/${number}/comments`,
    commits_url: `${url}/commits`,
    issue_url: `${api}/issues/${number}`,
    review_comment_url: `${api}/pulls/comments{/number}`,
    review_comments_url: `${url}/comments`,
    statuses_url: `${api}/statuses/${sha}`,
  }
  return {
    url,
    html_url: page,
    diff_url: `${page}.diff`,
    patch_url: `${page}.patch`,
    ...links,
    _links: {
      self: link(url),
      html: link(page),
      issue: link(links.issue_url),
      comments: link(links.comments_url),
      review_comments: link(links.review_comments_url),
      review_comment: link(links.review_comment_url),
      commits: link(links.commits_url),
      statuses: link(links.statuses_url),
    },
  }
}

/** A pull request in a list: without counts of what it changes. */
export const pullListData = (
  sandbox: Sandbox,
  repository: Repository,
  issue: Issue,
  pull: Pull,
) => ({
  ...sharedData(sandbox, repository, issue),
  node_id: nodeId('PR', issue.id),
  ...addresses(sandbox, repository, issue.number, pull.head.sha),
  draft: pull.isDraft,
  merged_at: pull.mergedAt,
  merge_commit_sha: pull.mergeCommitSha,
  requested_reviewers: pull.requestedReviewerIds.flatMap((id) => userOrNull(sandbox, id) ?? []),
  requested_teams: [],
  head: endData(sandbox, pull.head, repository),
  base: endData(sandbox, pull.base, repository),
  auto_merge: null,
})

/** A pull request whole, as asked for by number and as webhooks carry it. */
export const pullData = (
  sandbox: Sandbox,
  repository: Repository,
  issue: Issue,
  pull: Pull,
): PullData => ({
  ...pullListData(sandbox, repository, issue, pull),
  merged: pull.mergedAt !== null,
  merged_by: userOrNull(sandbox, pull.mergedById),
  mergeable: pull.mergedAt === null ? true : null,
  mergeable_state: pull.mergedAt === null ? 'clean' : 'unknown',
  rebaseable: pull.mergedAt === null ? true : null,
  maintainer_can_modify: pull.maintainerCanModify,
  review_comments: pull.reviewComments,
  commits: pull.commits,
  additions: pull.additions,
  deletions: pull.deletions,
  changed_files: pull.changedFiles,
})
