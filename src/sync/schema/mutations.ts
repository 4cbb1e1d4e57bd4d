import { builder } from '#builder.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import {
  NotAnOrganizationAdmin,
  OrganizationNotFound,
  OrganizationNotInstalled,
} from '#organization/errors.ts'
import { RepositoryNotFound } from '#repository/errors.ts'
import * as sync from '../service.ts'

const SyncRepositoryPayload = builder.objectRef<{ id: string }>('SyncRepositoryPayload').implement({
  description: 'The repository is being read.',
  fields: (t) => ({
    repository: t.prismaField({
      type: 'Repository',
      description: 'The repository; its `sync` tells how far the reading is.',
      resolve: (query, { id }, _args, { db }) =>
        db.repository.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

const SyncRepositoriesPayload = builder
  .objectRef<{ id: string }>('SyncRepositoriesPayload')
  .implement({
    description: 'The repositories are being read.',
    fields: (t) => ({
      organization: t.prismaField({
        type: 'Organization',
        description: 'The organization; `repositorySyncUpdated` tells how far the reading is.',
        resolve: (query, { id }, _args, { db }) =>
          db.organization.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  })

builder.mutationFields((t) => ({
  syncRepository: t.fieldWithInput({
    type: SyncRepositoryPayload,
    extensions: limitedBy('github.sync'),
    errors: {
      types: [RateLimited, RepositoryNotFound, NotAnOrganizationAdmin, OrganizationNotInstalled],
    },
    authScopes: { scope: 'repositories:write' },
    description:
      'Reads the open issues and pull requests of a repository from GitHub again, for admins of ' +
      'its organization. A reading that is under way goes on.',
    typeOptions: { description: 'Which repository.' },
    input: { repositoryId: t.input.globalID({ required: true, description: 'The repository.' }) },
    resolve: async (_root, { input }, ctx) => {
      const id = rowId(input.repositoryId, 'Repository')
      await sync.syncRepository(ctx, id)
      return { id }
    },
  }),
  syncRepositories: t.fieldWithInput({
    type: SyncRepositoriesPayload,
    extensions: limitedBy('github.sync'),
    errors: {
      types: [RateLimited, OrganizationNotFound, NotAnOrganizationAdmin, OrganizationNotInstalled],
    },
    authScopes: { scope: 'organizations:write' },
    description:
      'Asks GitHub which repositories our App may read in an organization, and reads them again, ' +
      'for its admins.',
    typeOptions: { description: 'Which organization.' },
    input: {
      organizationId: t.input.globalID({ required: true, description: 'The organization.' }),
    },
    resolve: async (_root, { input }, ctx) => {
      const id = rowId(input.organizationId, 'Organization')
      await sync.syncOrganization(ctx, id)
      return { id }
    },
  }),
}))
