export type PullRequestSignals = {
  /** A pull request was seen for the first time, or something about it changed. */
  'pull_request.stored': {
    pullRequestId: string
    repositoryId: string
    organizationId: string
    /** Whether its text names issues, of whatever repository. */
    hasMentions: boolean
    /** Whether a known one became a draft, or no longer is one. */
    isDraftChanged: boolean
  }
  /** GitHub told different things of the same second: only it can say which of them holds. */
  'pull_request.disputed': { pullRequestId: string }
}

export type PullRequestTopics = {
  /** A pull request is new or changed. */
  'pull_request.updated': { pullRequestId: string; repositoryId: string; organizationId: string }
}
