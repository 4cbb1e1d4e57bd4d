export type SyncTopics = {
  /** A page of a repository's issues or pull requests was read, or the reading ended. */
  'sync.progress': { repositoryId: string; organizationId: string }
}
