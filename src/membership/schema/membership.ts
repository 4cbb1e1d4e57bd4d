import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { personOf } from '#lib/viewer.ts'
import * as policy from '../policy.ts'

const Membership = builder.prismaNode('Membership', {
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'That a person belongs to an organization. Its members see it.',
  fields: (t) => ({
    isAdmin: t.exposeBoolean('isAdmin', {
      description: 'Whether the person administers the organization.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When we learnt of it.' }),
    user: t.relation('user', { description: 'The person.' }),
    organization: t.relation('organization', { description: 'The organization.' }),
  }),
})

loadNodesOf('Membership', (query, ids, ctx) =>
  ctx.db.membership.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

const MembershipConnection = connectionOf(Membership)

builder.prismaObjectField('Organization', 'members', (t) =>
  t.relatedConnection(
    'memberships',
    {
      cursor: 'id',
      totalCount: true,
      description: 'Who belongs to it, by when they joined. Empty unless you are a member.',
      query: (_args, ctx) => ({
        where: policy.readable(ctx.viewer),
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
    },
    MembershipConnection,
  ),
)

builder.objectField('Viewer', 'memberships', (t) =>
  t.prismaConnection(
    {
      type: 'Membership',
      cursor: 'id',
      authScopes: { scope: 'organizations:read' },
      description: 'The organizations you belong to, by when you joined.',
      totalCount: (_viewer, _args, ctx) =>
        ctx.db.membership.count({
          where: { ...policy.readable(ctx.viewer), userId: personOf(ctx).userId },
        }),
      resolve: (query, _viewer, _args, ctx) =>
        ctx.db.membership.findMany({
          ...query,
          where: { ...policy.readable(ctx.viewer), userId: personOf(ctx).userId },
          orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
        }),
    },
    MembershipConnection,
  ),
)
