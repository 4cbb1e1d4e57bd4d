import type { Actor } from '#issue/github.ts'

/** The shapes that the JSON column of a reference holds, by its type. */

export type ExternalPullRequest = {
  organizationName: string
  repositoryName: string
  number: number
  title: string
  /** Null when the account is gone. */
  author: Actor | null
  state: 'OPEN' | 'CLOSED'
  isDraft: boolean
  isMerged: boolean
}

export type Commit = {
  organizationName: string
  repositoryName: string
  sha: string
  /** Null when nobody knows. */
  author: Actor | null
  /** The one branch that ended with it when we looked. */
  branchName: string | null
  message: string | null
}
