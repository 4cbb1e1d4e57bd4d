export type RepositorySignals = {
  /** The repository came into our reach, for the first time or again. */
  'repository.added': { repositoryId: string; organizationId: string }
  /** Another organization owns the repository now. */
  'repository.moved': { repositoryId: string; organizationId: string }
  /** The repository is gone, or out of the App's reach: nobody may see it or its issues. */
  'repository.deleted': { repositoryId: string; organizationId: string }
}
