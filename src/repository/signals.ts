export type RepositorySignals = {
  /** Another organization owns the repository now. */
  'repository.moved': { repositoryId: string; organizationId: string }
  /** The repository is gone, or out of the App's reach: nobody may see it or its issues. */
  'repository.deleted': { repositoryId: string; organizationId: string }
}
