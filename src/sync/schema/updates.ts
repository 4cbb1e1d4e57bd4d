import { builder } from '#builder.ts'
import { accessByRepository, updatesIn } from '#graphql/updates.ts'
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

const access = accessByRepository((viewer, repository) =>
  repositoryPolicy.canRead(viewer, repository),
)

builder.subscriptionField('repositorySyncUpdated', (t) =>
  t.field({
    type: RepositorySyncUpdate,
    description: 'How the reading of repositories moves on, page by page.',
    args: {
      repositoryId: t.arg.globalID({ description: 'Of this repository.' }),
      organizationId: t.arg.globalID({ description: 'Of all repositories of this organization.' }),
    },
    subscribe: (_root, place) => updatesIn('sync.progress', place, access),
    resolve: (progress) => progress,
  }),
)
