import { filter, pipe } from 'graphql-yoga'
import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
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

/** Membership may end while a client listens, so every event is checked anew. */
const mayHearOf = async (ctx: Ctx, { organizationId }: Update) =>
  (await ctx.isViewerAlive()) && policy.canReadPrivate(ctx.viewer, { id: organizationId })

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
    subscribe: async (_root, { organizationId }, ctx) => {
      const wanted = organizationId && rowId(organizationId, 'Organization')
      return pipe(
        ctx.subscribe('organization.updated'),
        filter(
          async (update) =>
            (!wanted || update.organizationId === wanted) && (await mayHearOf(ctx, update)),
        ),
      )
    },
    resolve: (update) => update,
  }),
)
