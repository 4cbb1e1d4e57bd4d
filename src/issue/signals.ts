export type IssueSignals = {
  /** An issue was seen for the first time, or something about it changed. */
  'issue.stored': { issueId: string; repositoryId: string; organizationId: string }
  'issue.closed': { issueId: string }
  'issue.reopened': { issueId: string }
  'issue.deleted': { issueId: string; repositoryId: string; organizationId: string }
}

export type IssueTopics = {
  /** An issue is new, changed or deleted. */
  'issue.updated': { issueId: string; repositoryId: string; organizationId: string }
}
