import type { Actor } from '#issue/github.ts'

export type { Actor, Label, Milestone } from '#issue/github.ts'

/** The shapes that the JSON columns of a pull request hold, and what only the whole of it has. */

/** GitHub's own words for what has become of a pull request. */
export type PullRequestState = 'OPEN' | 'CLOSED' | 'MERGED'

export type BranchEnd = {
  label: string | null
  ref: string
  sha: string
  /** Null where the fork was deleted. */
  repository: { id: number; nameWithOwner: string } | null
}

export type Team = { id: number; name: string; slug: string }

export type AutoMerge = { mergeMethod: string | null; enabledBy: Actor | null }

/** What lists of pull requests leave out. */
export type Details = {
  commits: number | null
  additions: number
  deletions: number | null
  changedFiles: number | null
  commentsCount: number | null
  reviewCommentsCount: number | null
  maintainerCanModify: boolean | null
  /** Null while GitHub works it out. */
  isMergeable: boolean | null
  isRebaseable: boolean | null
  mergeableState: string | null
  mergedBy: Actor | null
}
