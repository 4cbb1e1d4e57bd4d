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

/** Text of a profile; GitHub writes nothing as null, as empty or not at all. */
const profileText = z
  .string()
  .nullish()
  .transform((text) => text?.trim() || null)

/** What an account says of itself: an organization has a description where a person has a bio. */
export const profile = z
  .object({
    id: externalId,
    login: z.string().min(1),
    avatar_url: z.url(),
    name: profileText,
    bio: profileText,
    description: profileText,
    company: profileText,
    blog: profileText,
    location: profileText,
    email: profileText,
    twitter_username: profileText,
  })
  .transform(({ id, login, avatar_url, bio, description, twitter_username, ...rest }) => ({
    externalId: id,
    login,
    columns: {
      ...rest,
      avatarUrl: avatar_url,
      bio: bio ?? description,
      twitterUsername: twitter_username,
    },
  }))

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
    permissions: z.record(z.string(), z.string()).default({}),
  })
  .transform(({ id, account, suspended_at, suspended_by, ...rest }) => ({
    account,
    installation: {
      id,
      createdAt: rest.created_at,
      updatedAt: rest.updated_at,
      suspendedAt: suspended_at ?? null,
      suspendedBy: suspended_by?.id ?? null,
      permissions: rest.permissions,
    } satisfies Installation,
  }))

/** The App may also be installed on an enterprise, which is no account with repositories. */
export const enterpriseInstallation = z
  .object({ id: externalId, account: z.object({ slug: z.string() }) })
  .transform(({ account }) => ({ enterprise: account.slug }))

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
      description: repository.description ?? null,
      homepageUrl: repository.homepage ?? null,
      license: repository.license?.spdx_id ?? repository.license?.name ?? null,
      topics: repository.topics ?? [],
      defaultBranch: repository.default_branch ?? null,
      isFork: repository.fork ?? null,
      isArchived: repository.archived ?? false,
      isDisabled: repository.disabled ?? false,
      openIssuesCount: repository.open_issues_count ?? null,
      forksCount: repository.forks_count ?? null,
      stargazersCount: repository.stargazers_count ?? null,
      watchersCount: repository.watchers_count ?? null,
      hasIssuesEnabled: repository.has_issues ?? null,
      hasProjectsEnabled: repository.has_projects ?? null,
      hasWikiEnabled: repository.has_wiki ?? null,
      hasPages: repository.has_pages ?? null,
      hasDownloads: repository.has_downloads ?? null,
      repositoryCreatedAt: repository.created_at ?? null,
      repositoryUpdatedAt: repository.updated_at ?? null,
      repositoryPushedAt: repository.pushed_at ?? null,
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

/** What the REST API calls an issue and is a pull request. */
export const issueOfPullRequest = z.object({ pull_request: z.object({}) }).transform(() => null)

export const issue = z
  .object({
    id: externalId,
    number: z.number().int().positive(),
    title: z.string(),
    body: z.string().nullish(),
    // Missing in some payloads of `locked` and `unlocked`.
    state: z.enum(['open', 'closed']).optional(),
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
      state: (issue.state ?? (issue.closed_at ? 'closed' : 'open')) === 'open' ? 'OPEN' : 'CLOSED',
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
