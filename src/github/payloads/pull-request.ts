import { z } from 'zod'
import type * as github from '#pull-request/github.ts'
import type { PullRequestData } from '#pull-request/service.ts'
import { actor, externalId, id, label, milestone, time } from './parts.ts'

const end = z
  .object({
    label: z.string().nullish(),
    ref: z.string(),
    sha: z.string(),
    // Null where the fork was deleted.
    repo: z.object({ id, full_name: z.string() }).nullish(),
  })
  .transform(
    ({ label, ref, sha, repo }): github.BranchEnd => ({
      label: label ?? null,
      ref,
      sha,
      repository: repo ? { id: repo.id, nameWithOwner: repo.full_name } : null,
    }),
  )

const team = z
  .object({ id, name: z.string(), slug: z.string() })
  .transform(({ id, name, slug }): github.Team => ({ id, name, slug }))

const autoMerge = z
  .object({ merge_method: z.string().nullish(), enabled_by: actor.nullish() })
  .transform(
    ({ merge_method, enabled_by }): github.AutoMerge => ({
      mergeMethod: merge_method ?? null,
      enabledBy: enabled_by ?? null,
    }),
  )

// Old payloads have teams among them, which `requested_teams` names too.
const reviewers = z
  .array(z.union([actor, z.object({ id, slug: z.string() }).transform(() => null)]))
  .transform((all) => all.filter((reviewer) => reviewer !== null))

const count = z.number().int().nonnegative()

const simple = z.object({
  id: externalId,
  number: z.number().int().positive(),
  title: z.string(),
  body: z.string().nullish(),
  state: z.enum(['open', 'closed']),
  author_association: z.string().nullish(),
  user: actor.nullish(),
  labels: z.array(label).nullish(),
  assignee: actor.nullish(),
  assignees: z.array(actor).nullish(),
  milestone: milestone.nullish(),
  draft: z.boolean().nullish(),
  head: end,
  base: end,
  requested_reviewers: reviewers.nullish(),
  requested_teams: z.array(team).nullish(),
  auto_merge: autoMerge.nullish(),
  merge_commit_sha: z.string().nullish(),
  created_at: time,
  updated_at: time,
  closed_at: time.nullish(),
  merged_at: time.nullish(),
})

/** What only the whole of a pull request has: `additions` tells the two apart. */
const details = z.object({
  commits: count.nullish(),
  additions: count,
  deletions: count.nullish(),
  changed_files: count.nullish(),
  comments: count.nullish(),
  review_comments: count.nullish(),
  maintainer_can_modify: z.boolean().nullish(),
  mergeable: z.boolean().nullish(),
  rebaseable: z.boolean().nullish(),
  mergeable_state: z.string().nullish(),
  merged_by: actor.nullish(),
})

const toDetails = (full: z.output<typeof details>): github.Details => ({
  commits: full.commits ?? null,
  additions: full.additions,
  deletions: full.deletions ?? null,
  changedFiles: full.changed_files ?? null,
  commentsCount: full.comments ?? null,
  reviewCommentsCount: full.review_comments ?? null,
  maintainerCanModify: full.maintainer_can_modify ?? null,
  isMergeable: full.mergeable ?? null,
  isRebaseable: full.rebaseable ?? null,
  mergeableState: full.mergeable_state ?? null,
  mergedBy: full.merged_by ?? null,
})

const toData = (data: z.output<typeof simple>, full: github.Details | null): PullRequestData => ({
  externalId: data.id,
  number: data.number,
  title: data.title,
  body: data.body ?? '',
  state: data.state === 'open' ? 'OPEN' : 'CLOSED',
  authorAssociation: data.author_association ?? null,
  author: data.user ?? null,
  labels: data.labels ?? [],
  assignee: data.assignee ?? null,
  assignees: data.assignees ?? [],
  milestone: data.milestone ?? null,
  isDraft: data.draft ?? false,
  head: data.head,
  base: data.base,
  requestedReviewers: data.requested_reviewers ?? [],
  requestedTeams: data.requested_teams ?? [],
  autoMerge: data.auto_merge ?? null,
  mergeCommitSha: data.merge_commit_sha ?? null,
  pullRequestCreatedAt: data.created_at,
  pullRequestUpdatedAt: data.updated_at,
  pullRequestClosedAt: data.closed_at ?? null,
  mergedAt: data.merged_at ?? null,
  details: full,
})

/**
 * A pull request: as lists have it ("List pull requests"), without details, or whole ("Get a pull
 * request", the webhook `pull_request`). That it is merged follows from `merged_at`: lists don't say
 * `merged`.
 */
export const pullRequest = z.union([
  z
    .intersection(simple, details)
    .transform((whole): PullRequestData => toData(whole, toDetails(whole))),
  simple.transform((data): PullRequestData => toData(data, null)),
])
