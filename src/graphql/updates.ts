import { filter, pipe } from 'graphql-yoga'
import type { Ctx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import { BadUserInput } from '#lib/errors.ts'
import { rowId } from '#lib/ids.ts'
import type { Viewer } from '#lib/viewer.ts'

type Update = { repositoryId: string; organizationId: string }

type GlobalId = { typename: string; id: string }

/** Where a client listens: exactly one of the two is given. */
type Place = { repositoryId?: GlobalId | null; organizationId?: GlobalId | null }

/**
 * Live events of one repository, or of all repositories of an organization, of those that the
 * viewer may see by the rule `readable`. Access may end while a client listens, so every event is
 * checked anew. Throws BAD_USER_INPUT unless one place is given.
 */
export const updatesIn = <Told extends Update>(
  ctx: Ctx,
  { repositoryId, organizationId }: Place,
  subscribe: () => AsyncIterableIterator<Told>,
  readable: (viewer: Viewer) => Prisma.RepositoryWhereInput,
) => {
  if (Boolean(repositoryId) === Boolean(organizationId)) {
    throw new BadUserInput('Give either `repositoryId` or `organizationId`')
  }
  const repository = repositoryId && rowId(repositoryId, 'Repository')
  const organization = organizationId && rowId(organizationId, 'Organization')
  const mayHearOf = async ({ repositoryId: id }: Told) =>
    (await ctx.isViewerAlive()) &&
    (await ctx.db.repository.count({ where: { ...readable(ctx.viewer), id } })) > 0
  return pipe(
    subscribe(),
    filter(
      async (update: Told) =>
        (update.repositoryId === repository || update.organizationId === organization) &&
        (await mayHearOf(update)),
    ),
  )
}
