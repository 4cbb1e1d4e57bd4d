import { filter, pipe } from 'graphql-yoga'
import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import { BadUserInput } from '#lib/errors.ts'
import { rowId } from '#lib/ids.ts'
import * as repositoryPolicy from '#repository/policy.ts'
import type { SyncTopics } from '../signals.ts'

type Progress = SyncTopics['sync.progress']

const RepositorySyncUpdate = builder.objectRef<Progress>('RepositorySyncUpdate').implement({
  description:
    'Tells that the reading of a repository has moved on. Nothing is told of what happened while a ' +
    'client was away: after connecting again, ask for the state as it is.',
  fields: (t) => ({
    repository: t.prismaField({
      type: 'Repository',
      nullable: true,
      description: 'The repository as it is now; null once it is out of reach.',
      resolve: (query, { repositoryId }, _args, ctx) =>
        ctx.db.repository.findFirst({
          ...query,
          where: { ...repositoryPolicy.readable(ctx.viewer), id: repositoryId },
        }),
    }),
  }),
})

/** Access may end while a client listens, so every event is checked anew. */
const mayHearOf = async (ctx: Ctx, { repositoryId }: Progress) =>
  (await ctx.isViewerAlive()) &&
  (await ctx.db.repository.count({
    where: { ...repositoryPolicy.readable(ctx.viewer), id: repositoryId },
  })) > 0

builder.subscriptionField('repositorySyncUpdated', (t) =>
  t.field({
    type: RepositorySyncUpdate,
    description: 'How the reading of repositories moves on, page by page.',
    args: {
      repositoryId: t.arg.globalID({ description: 'Of this repository.' }),
      organizationId: t.arg.globalID({ description: 'Of all repositories of this organization.' }),
    },
    subscribe: async (_root, { repositoryId, organizationId }, ctx) => {
      if (Boolean(repositoryId) === Boolean(organizationId)) {
        throw new BadUserInput('Give either `repositoryId` or `organizationId`')
      }
      const repository = repositoryId && rowId(repositoryId, 'Repository')
      const organization = organizationId && rowId(organizationId, 'Organization')
      return pipe(
        ctx.subscribe('sync.progress'),
        filter(
          async (progress) =>
            (progress.repositoryId === repository || progress.organizationId === organization) &&
            (await mayHearOf(ctx, progress)),
        ),
      )
    },
    resolve: (progress) => progress,
  }),
)
