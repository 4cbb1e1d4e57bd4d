/** Issues and pull requests, which share their numbers, and what belongs to them. */

export type Reactions = {
  '+1': number
  '-1': number
  laugh: number
  hooray: number
  confused: number
  heart: number
  rocket: number
  eyes: number
}

export type Label = {
  id: number
  name: string
  /** Six hexadecimal digits. */
  color: string
  description: string | null
}

export type Milestone = {
  id: number
  number: number
  title: string
  description: string | null
  state: 'open' | 'closed'
  dueOn: string | null
  createdAt: string
}

export type Comment = {
  id: number
  authorId: number
  body: string
  createdAt: string
  updatedAt: string
}

/** Where a branch ends, in this repository or in somebody's copy of it. */
export type BranchEnd = {
  /** null where the copy is gone. */
  repositoryId: number | null
  ref: string
  sha: string
}

export type Pull = {
  isDraft: boolean
  mergedAt: string | null
  mergedById: number | null
  mergeCommitSha: string | null
  head: BranchEnd
  base: BranchEnd
  commits: number
  additions: number
  deletions: number
  changedFiles: number
  reviewComments: number
  requestedReviewerIds: number[]
  maintainerCanModify: boolean
}

export type StateReason = 'completed' | 'not_planned' | 'duplicate' | 'reopened'

export type Issue = {
  id: number
  number: number
  title: string
  body: string | null
  state: 'open' | 'closed'
  stateReason: StateReason | null
  authorId: number
  labelIds: number[]
  assigneeIds: number[]
  milestoneNumber: number | null
  reactions: Reactions
  comments: Comment[]
  /** Places in the repository's list of events, oldest first. */
  events: number[]
  createdAt: string
  updatedAt: string
  closedAt: string | null
  closedById: number | null
  isLocked: boolean
  /** Of a pull request; null for an issue. */
  pull: Pull | null
}

/** One thing that happened to an issue, as its timeline shows it. */
export type IssueEvent = {
  /** Some kinds have none, `committed` and `cross-referenced` among them. */
  id: number | null
  /** The kind, as GitHub names it; any text, for kinds that nobody knows yet. */
  event: string
  /** The issue's number. */
  number: number
  actorId: number | null
  createdAt: string
  commit: { repositoryId: number; sha: string } | null
  labelId: number | null
  assigneeId: number | null
  /** What mentions the issue. */
  source: { repositoryId: number; number: number } | null
  /** More fields, as they are to be answered. */
  more: Record<string, unknown>
}

export type Commit = {
  sha: string
  message: string
  authorId: number | null
  /** For authors without an account. */
  authorName: string
  authorEmail: string
  committedAt: string
  parents: string[]
}

/** What is in a repository. */
export type Contents = {
  /** By number, in ascending order. */
  issues: Map<number, Issue>
  lastNumber: number
  labels: Label[]
  milestones: Milestone[]
  /** Oldest first; only ever added to. */
  events: IssueEvent[]
  /** By SHA. */
  commits: Map<string, Commit>
  /** SHA by name. */
  branches: Map<string, string>
  /** Where transferred issues went, by their old number. */
  moved: Map<number, { repositoryId: number; number: number }>
  /** Numbers of deleted issues. */
  deleted: Set<number>
}

export const noReactions: Reactions = {
  '+1': 0,
  '-1': 0,
  laugh: 0,
  hooray: 0,
  confused: 0,
  heart: 0,
  rocket: 0,
  eyes: 0,
}

export const emptyContents = (): Contents => ({
  issues: new Map(),
  lastNumber: 0,
  labels: [],
  milestones: [],
  events: [],
  commits: new Map(),
  branches: new Map(),
  moved: new Map(),
  deleted: new Set(),
})

/** An issue of which only what matters has to be said. */
export const issue = (
  given: Pick<Issue, 'id' | 'number' | 'title' | 'authorId' | 'createdAt'> & Partial<Issue>,
): Issue => ({
  body: null,
  state: 'open',
  stateReason: null,
  labelIds: [],
  assigneeIds: [],
  milestoneNumber: null,
  reactions: { ...noReactions },
  comments: [],
  events: [],
  updatedAt: given.createdAt,
  closedAt: null,
  closedById: null,
  isLocked: false,
  pull: null,
  ...given,
})

export const pull = (given: Pick<Pull, 'head' | 'base'> & Partial<Pull>): Pull => ({
  isDraft: false,
  mergedAt: null,
  mergedById: null,
  mergeCommitSha: null,
  commits: 1,
  additions: 1,
  deletions: 0,
  changedFiles: 1,
  reviewComments: 0,
  requestedReviewerIds: [],
  maintainerCanModify: false,
  ...given,
})

/** An event with nothing but its kind and whose it is. */
export const issueEvent = (
  given: Pick<IssueEvent, 'event' | 'number' | 'createdAt'> & Partial<IssueEvent>,
): IssueEvent => ({
  id: null,
  actorId: null,
  commit: null,
  labelId: null,
  assigneeId: null,
  source: null,
  more: {},
  ...given,
})
