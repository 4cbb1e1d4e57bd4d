import { BadUserInput } from '#lib/errors.ts'
import { rowId } from '#lib/ids.ts'
import type { Viewer } from '#lib/viewer.ts'
import { type Access, LiveSource, type Topic } from './live/source.ts'

export { type Access, LiveSource } from './live/source.ts'

type Update = { repositoryId: string; organizationId: string }

/** The topics whose events are about a repository. */
type RepositoryTopic = Exclude<Topic, 'organization.updated' | 'user.access_ended'>

type GlobalId = { typename: string; id: string }

/** Where a client listens: exactly one of the two is given. */
type Place = { repositoryId?: GlobalId | null; organizationId?: GlobalId | null }

type Repository = { organizationId: string; isPrivate: boolean; deletedAt: Date | null }

/** Whoever may see a repository, by the rule `canRead`, is told of its events. */
export const accessByRepository =
  (canRead: (viewer: Viewer, repository: Repository) => boolean): Access<Update> =>
  async ({ db }, updates) => {
    const repositories = await db.repository.findMany({
      where: { id: { in: [...new Set(updates.map(({ repositoryId }) => repositoryId))] } },
      select: { id: true, organizationId: true, isPrivate: true, deletedAt: true },
    })
    const byId = new Map(repositories.map((repository) => [repository.id, repository]))
    return (viewer, { repositoryId }) => {
      const repository = byId.get(repositoryId)
      return repository !== undefined && canRead(viewer, repository)
    }
  }

/**
 * Live events of one repository, or of all repositories of an organization. Throws BAD_USER_INPUT
 * unless one place is given.
 */
export const updatesIn = <T extends RepositoryTopic>(
  topic: T,
  { repositoryId, organizationId }: Place,
  access: Access<Update>,
): LiveSource<T> => {
  if (repositoryId && !organizationId) {
    return new LiveSource(topic, rowId(repositoryId, 'Repository'), access)
  }
  if (organizationId && !repositoryId) {
    return new LiveSource(topic, rowId(organizationId, 'Organization'), access)
  }
  throw new BadUserInput('Give either `repositoryId` or `organizationId`')
}
