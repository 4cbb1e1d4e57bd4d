import { builder } from '#builder.ts'
import { type Access, LiveSource } from '#graphql/updates.ts'
import { rowId } from '#lib/ids.ts'
import * as policy from '../policy.ts'
import type { OrganizationTopics } from '../signals.ts'

type Update = OrganizationTopics['organization.updated']

const OrganizationUpdate = builder.objectRef<Update>('OrganizationUpdate').implement({
  description:
    'Tells that something about an organization changed. Nothing is told of what happened while ' +
    'a client was away: after connecting again, ask for the state as it is.',
  fields: (t) => ({
    organizationId: t.globalID({
      description: 'Which organization.',
      resolve: ({ organizationId }) => ({ type: 'Organization', id: organizationId }),
    }),
    organization: t.prismaField({
      type: 'Organization',
      nullable: true,
      description: 'The organization as it is now; null once our App was removed from it.',
      resolve: (query, { organizationId }, _args, ctx) =>
        ctx.db.organization.findFirst({
          ...query,
          where: { ...policy.readable(ctx.viewer), id: organizationId },
        }),
    }),
  }),
})

const access: Access<Update> =
  async () =>
  (viewer, { organizationId }) =>
    policy.canReadPrivate(viewer, { id: organizationId })

builder.subscriptionField('organizationUpdated', (t) =>
  t.field({
    type: OrganizationUpdate,
    authScopes: { scope: 'organizations:read' },
    description:
      'Organizations that you belong to, as they change: settings, profile, installation. Nothing ' +
      'is told of others.',
    args: {
      organizationId: t.arg.globalID({ description: 'Only this one.' }),
    },
    subscribe: (_root, { organizationId }) => {
      const wanted = organizationId ? rowId(organizationId, 'Organization') : null
      return new LiveSource('organization.updated', wanted, access)
    },
    resolve: (update) => update,
  }),
)
