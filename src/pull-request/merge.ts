import type { PullRequest, Repository } from '#generated/prisma/client.ts'
import { judge, type Source, type Stamp, versionOf } from '#lib/versions.ts'
import type * as github from './github.ts'

/** A pull request as GitHub describes it: whole, or as its lists do, without details. */
export type PullRequestData = {
  externalId: bigint
  number: number
  title: string
  body: string
  state: 'OPEN' | 'CLOSED'
  authorAssociation: string | null
  author: github.Actor | null
  labels: github.Label[]
  assignee: github.Actor | null
  assignees: github.Actor[]
  milestone: github.Milestone | null
  isDraft: boolean
  head: github.BranchEnd
  base: github.BranchEnd
  requestedReviewers: github.Actor[]
  requestedTeams: github.Team[]
  autoMerge: github.AutoMerge | null
  mergeCommitSha: string | null
  pullRequestCreatedAt: Date
  pullRequestUpdatedAt: Date
  pullRequestClosedAt: Date | null
  mergedAt: Date | null
  details: github.Details | null
}

/** Columns that follow GitHub's data. */
export type Columns = Omit<PullRequestData, 'details'> &
  Partial<github.Details> & { organizationId: string; repositoryId: string; version: string }

/** What a row's `version` says: which description its columns have, and which its details. */
const stampsOf = (row: PullRequest | null): { whole: Stamp; details: Stamp } => {
  const [whole = '', details = '', at = ''] = (row?.version ?? '').split(' ')
  return {
    whole: { at: row?.pullRequestUpdatedAt ?? null, version: whole },
    details: { at: at ? new Date(at) : null, version: details },
  }
}

const toVersion = (whole: Stamp, details: Stamp) =>
  [whole.version, details.version, details.at?.toISOString()].filter(Boolean).join(' ')

/**
 * Whether a description is of the same second as the row's and another one: which of them holds,
 * only GitHub can say.
 */
export const isDisputed = (
  row: PullRequest,
  { details, ...plain }: PullRequestData,
  source: Source,
): boolean => {
  const known = stampsOf(row)
  const at = plain.pullRequestUpdatedAt
  return judge(known.whole, { at, version: versionOf(plain, source) }).isDisputed
}

/**
 * What becomes of a row when GitHub describes the pull request so, null if nothing does. What lists
 * say and the details are judged apart, each by the time it is from: a description from a list never
 * erases details, and of the same descriptions in any order comes the same row.
 */
export const merge = (
  row: PullRequest | null,
  { details, ...plain }: PullRequestData,
  { id: repositoryId, organizationId }: Repository,
  source: Source,
): (Partial<Columns> & { version: string }) | null => {
  const known = stampsOf(row)
  const at = plain.pullRequestUpdatedAt
  const next = {
    whole: { at, version: versionOf(plain, source) },
    details: { at, version: details ? versionOf(details, source) : '' },
  }
  const takesPlain = !row || judge(known.whole, next.whole).isNewer
  const takesDetails = details !== null && judge(known.details, next.details).isNewer
  if (!takesPlain && !takesDetails) return null
  return {
    ...(takesPlain && { ...plain, organizationId, repositoryId }),
    ...(takesDetails && details),
    version: toVersion(
      takesPlain ? next.whole : known.whole,
      takesDetails ? next.details : known.details,
    ),
  }
}
