import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import { containing, countLimit, startingWith } from '#lib/text.ts'
import * as policy from '../policy.ts'
import { OrganizationConnection } from './organization.ts'

const byLogin: Prisma.OrganizationOrderByWithRelationInput[] = [{ login: 'asc' }, { id: 'asc' }]

const whereOf = (ctx: Ctx, query?: string | null): Prisma.OrganizationWhereInput => {
  const text = query?.trim()
  if (!text) return policy.readable(ctx.viewer)
  return {
    ...policy.readable(ctx.viewer),
    OR: [{ login: startingWith(text) }, { name: containing(text) }],
  }
}

builder.queryFields((t) => ({
  organization: t.prismaField({
    type: 'Organization',
    nullable: true,
    description: 'An organization by its name on GitHub.',
    args: { login: t.arg.string({ required: true, description: 'Its name, in any case.' }) },
    resolve: (query, _root, { login }, ctx) =>
      ctx.db.organization.findFirst({ ...query, where: { ...policy.readable(ctx.viewer), login } }),
  }),
  organizations: t.prismaConnection(
    {
      type: 'Organization',
      cursor: 'id',
      description: 'Organizations, by their name on GitHub.',
      args: {
        query: t.arg.string({
          description:
            'Only those whose name on GitHub begins with this, or whose display name has it.',
        }),
      },
      totalCount: (_root, args, ctx) =>
        ctx.db.organization.count({
          where: whereOf(ctx, args.query),
          ...countLimit(ctx.config, args.query),
        }),
      resolve: (query, _root, args, ctx) =>
        ctx.db.organization.findMany({
          ...query,
          where: whereOf(ctx, args.query),
          orderBy: byLogin,
        }),
    },
    OrganizationConnection,
  ),
}))

builder.objectField('Viewer', 'organizations', (t) =>
  t.prismaConnection(
    {
      type: 'Organization',
      cursor: 'id',
      authScopes: { scope: 'organizations:read' },
      description: 'The organizations that you administer, by their name on GitHub.',
      args: {
        isAdmin: t.arg.boolean({
          required: true,
          defaultValue: true,
          description: '`false`: also those that you are a mere member of.',
        }),
      },
      totalCount: (_viewer, { isAdmin }, ctx) =>
        ctx.db.organization.count({ where: policy.ofViewer(ctx.viewer, isAdmin) }),
      resolve: (query, _viewer, { isAdmin }, ctx) =>
        ctx.db.organization.findMany({
          ...query,
          where: policy.ofViewer(ctx.viewer, isAdmin),
          orderBy: byLogin,
        }),
    },
    OrganizationConnection,
  ),
)
