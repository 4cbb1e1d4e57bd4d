import { z } from 'zod'
import type { IssueData } from '#issue/service.ts'
import type { Account, Installation } from '#organization/service.ts'
import type { RepositoryData, RepositoryName } from '#repository/service.ts'
import { actor, externalId, label, milestone, time } from './payloads/parts.ts'

export { actor } from './payloads/parts.ts'
export { pullRequest } from './payloads/pull-request.ts'

// What we read of GitHub's payloads ("Webhook events and payloads"), in the words of our rows.

const optionalCount = z.number().int().nonnegative().optional()

export const account = z
  .object({
    id: externalId,
    login: z.string().min(1),
    avatar_url: z.url(),
    type: z.string().optional(),
  })
  .transform(
    ({ id, login, avatar_url, type }): Account => ({
      externalId: id,
      login,
      avatarUrl: avatar_url,
      isPersonal: type === 'User',
    }),
  )

/** Nearly every event names the installation it is sent to. */
export const named = z.object({ installation: z.object({ id: externalId }).optional() })

export const installation = z
  .object({
    id: externalId,
    account,
    created_at: time,
    updated_at: time,
    suspended_at: time.nullish(),
    suspended_by: z.object({ id: externalId }).nullish(),
  })
  .transform(({ id, account, created_at, updated_at, suspended_at, suspended_by }) => ({
    account,
    installation: {
      id,
      createdAt: created_at,
      updatedAt: updated_at,
      suspendedAt: suspended_at ?? null,
      suspendedBy: suspended_by?.id ?? null,
    } satisfies Installation,
  }))

export const repositoryName = z
  .object({ id: externalId, name: z.string().min(1), private: z.boolean() })
  .transform(
    (repository): RepositoryName => ({
      externalId: repository.id,
      name: repository.name,
      isPrivate: repository.private,
    }),
  )

const license = z.object({ spdx_id: z.string().nullish(), name: z.string() })

export const repository = z
  .object({
    id: externalId,
    name: z.string().min(1),
    // Also true for a repository that is internal to an enterprise.
    private: z.boolean(),
    owner: account,
    description: z.string().nullish(),
    homepage: z.string().nullish(),
    license: license.nullish(),
    topics: z.array(z.string()).optional(),
    default_branch: z.string().optional(),
    fork: z.boolean().optional(),
    archived: z.boolean().optional(),
    disabled: z.boolean().optional(),
    open_issues_count: optionalCount,
    forks_count: optionalCount,
    stargazers_count: optionalCount,
    watchers_count: optionalCount,
    has_issues: z.boolean().optional(),
    has_projects: z.boolean().optional(),
    has_wiki: z.boolean().optional(),
    has_pages: z.boolean().optional(),
    has_downloads: z.boolean().optional(),
    created_at: time.nullish(),
    updated_at: time.nullish(),
    pushed_at: time.nullish(),
  })
  .transform((repository) => ({
    owner: repository.owner,
    data: {
      externalId: repository.id,
      name: repository.name,
      isPrivate: repository.private,
      description: repository.description,
      homepageUrl: repository.homepage,
      license: repository.license && (repository.license.spdx_id ?? repository.license.name),
      topics: repository.topics,
      defaultBranch: repository.default_branch,
      isFork: repository.fork,
      isArchived: repository.archived,
      isDisabled: repository.disabled,
      openIssuesCount: repository.open_issues_count,
      forksCount: repository.forks_count,
      stargazersCount: repository.stargazers_count,
      watchersCount: repository.watchers_count,
      hasIssuesEnabled: repository.has_issues,
      hasProjectsEnabled: repository.has_projects,
      hasWikiEnabled: repository.has_wiki,
      hasPages: repository.has_pages,
      hasDownloads: repository.has_downloads,
      repositoryCreatedAt: repository.created_at,
      repositoryUpdatedAt: repository.updated_at,
      repositoryPushedAt: repository.pushed_at,
    } satisfies RepositoryData,
  }))

const reactions = z
  .object({
    total_count: z.number().int(),
    '+1': z.number().int(),
    '-1': z.number().int(),
    laugh: z.number().int(),
    hooray: z.number().int(),
    confused: z.number().int(),
    heart: z.number().int(),
    rocket: z.number().int(),
    eyes: z.number().int(),
  })
  .transform(({ total_count, '+1': thumbsUp, '-1': thumbsDown, ...rest }) => ({
    totalCount: total_count,
    thumbsUp,
    thumbsDown,
    ...rest,
  }))

export const issue = z
  .object({
    id: externalId,
    number: z.number().int().positive(),
    title: z.string(),
    body: z.string().nullish(),
    state: z.enum(['open', 'closed']),
    state_reason: z.string().nullish(),
    author_association: z.string().nullish(),
    user: actor.nullish(),
    labels: z.array(label).nullish(),
    assignee: actor.nullish(),
    assignees: z.array(actor).nullish(),
    milestone: milestone.nullish(),
    closed_by: actor.nullish(),
    reactions: reactions.nullish(),
    comments: z.number().int().nullish(),
    created_at: time,
    updated_at: time,
    closed_at: time.nullish(),
    // An issue-shaped pull request is none of ours.
    pull_request: z.undefined().optional(),
  })
  .transform(
    (issue): IssueData => ({
      externalId: issue.id,
      number: issue.number,
      title: issue.title,
      body: issue.body ?? '',
      state: issue.state === 'open' ? 'OPEN' : 'CLOSED',
      stateReason: issue.state_reason ?? null,
      authorAssociation: issue.author_association ?? null,
      author: issue.user ?? null,
      labels: issue.labels ?? [],
      assignee: issue.assignee ?? null,
      assignees: issue.assignees ?? [],
      milestone: issue.milestone ?? null,
      closedBy: issue.closed_by ?? null,
      reactions: issue.reactions ?? null,
      commentsCount: issue.comments ?? 0,
      issueCreatedAt: issue.created_at,
      issueUpdatedAt: issue.updated_at,
      issueClosedAt: issue.closed_at ?? null,
    }),
  )
