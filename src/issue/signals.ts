export type IssueSignals = {
  /** An issue was seen for the first time, or something about it changed. */
  'issue.stored': {
    issueId: string
    repositoryId: string
    organizationId: string
    /** Its text is new to us and names issues with their repository. */
    hasMentions: boolean
  }
  /**
   * GitHub told that something happened to an issue: `action` and `label` are those of the webhook.
   * The row has the newest that we know of it, which may be newer than this.
   */
  'issue.event_received': { issueId: string; action: string; label: string | null }
  /** GitHub told different things of the same second: only it can say which of them holds. */
  'issue.disputed': { issueId: string }
  'issue.closed': { issueId: string }
  'issue.reopened': { issueId: string }
  'issue.deleted': { issueId: string; repositoryId: string; organizationId: string }
  /** An issue was transferred to another repository, where it has another id; the old one is deleted. */
  'issue.transferred': { fromIssueId: string; toIssueId: string }
}

export type IssueTopics = {
  /** An issue is new, changed or deleted. */
  'issue.updated': { issueId: string; repositoryId: string; organizationId: string }
}
