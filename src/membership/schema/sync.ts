import { builder } from '#builder.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import {
  NotAnOrganizationAdmin,
  OrganizationNotFound,
  OrganizationNotInstalled,
} from '#organization/errors.ts'
import * as memberships from '../service.ts'

const SyncMembersPayload = builder.objectRef<{ id: string }>('SyncMembersPayload').implement({
  description: 'The members are being read from GitHub.',
  fields: (t) => ({
    organization: t.prismaField({
      type: 'Organization',
      description: 'The organization; `organizationUpdated` tells when its members changed.',
      resolve: (query, { id }, _args, { db }) =>
        db.organization.findUniqueOrThrow({ ...query, where: { id } }),
    }),
  }),
})

builder.mutationField('syncMembers', (t) =>
  t.fieldWithInput({
    type: SyncMembersPayload,
    extensions: limitedBy('github.sync'),
    errors: {
      types: [RateLimited, OrganizationNotFound, NotAnOrganizationAdmin, OrganizationNotInstalled],
    },
    authScopes: { scope: 'organizations:write' },
    description:
      'Reads the members of an organization from GitHub, soon; for its admins. Once a day it ' +
      'happens by itself.',
    typeOptions: { description: 'Which organization.' },
    input: {
      organizationId: t.input.globalID({ required: true, description: 'The organization.' }),
    },
    resolve: async (_root, { input }, ctx) => {
      const id = rowId(input.organizationId, 'Organization')
      await memberships.requestSync(ctx, id)
      return { id }
    },
  }),
)
