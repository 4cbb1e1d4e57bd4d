export type PullRequestSignals = {
  /** A pull request was seen for the first time, or something about it changed. */
  'pull_request.stored': { pullRequestId: string; repositoryId: string; organizationId: string }
}

export type PullRequestTopics = {
  /** A pull request is new or changed. */
  'pull_request.updated': { pullRequestId: string; repositoryId: string; organizationId: string }
}
