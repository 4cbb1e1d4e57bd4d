import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import { containing, countLimit } from '#lib/text.ts'
import * as policy from '../policy.ts'
import { RepositoryConnection } from './repository.ts'

const byName: Prisma.RepositoryOrderByWithRelationInput[] = [{ name: 'asc' }, { id: 'asc' }]

type Filter = { owner?: string | null; query?: string | null }

const whereOf = ({ viewer }: Ctx, { owner, query }: Filter): Prisma.RepositoryWhereInput => {
  const text = query?.trim()
  return {
    AND: [
      policy.readable(viewer),
      owner == null ? {} : { organization: { login: owner } },
      text ? { name: containing(text) } : {},
    ],
  }
}

builder.queryFields((t) => ({
  repository: t.prismaField({
    type: 'Repository',
    nullable: true,
    description: 'A repository by its place on GitHub.',
    args: {
      owner: t.arg.string({ required: true, description: 'The organization’s login.' }),
      name: t.arg.string({ required: true, description: 'The repository’s name.' }),
    },
    resolve: (query, _root, { owner, name }, ctx) =>
      ctx.db.repository.findFirst({
        ...query,
        where: {
          AND: [
            policy.readable(ctx.viewer),
            { name, isSuperseded: false, organization: { login: owner } },
          ],
        },
      }),
  }),
  repositories: t.prismaConnection(
    {
      type: 'Repository',
      cursor: 'id',
      description: 'Repositories that you may see, by name.',
      args: {
        owner: t.arg.string({ description: 'Only of the organization with this login.' }),
        query: t.arg.string({ description: 'Only those that have this in their name.' }),
      },
      totalCount: (_root, args, ctx) =>
        ctx.db.repository.count({
          where: whereOf(ctx, args),
          ...countLimit(ctx.config, args.query),
        }),
      resolve: (query, _root, args, ctx) =>
        ctx.db.repository.findMany({ ...query, where: whereOf(ctx, args), orderBy: byName }),
    },
    RepositoryConnection,
  ),
}))

builder.objectField('Viewer', 'repositories', (t) =>
  t.prismaConnection(
    {
      type: 'Repository',
      cursor: 'id',
      authScopes: { scope: 'repositories:read' },
      description: 'The repositories of organizations that you administer, by name.',
      totalCount: (_viewer, _args, ctx) =>
        ctx.db.repository.count({ where: policy.administered(ctx.viewer) }),
      resolve: (query, _viewer, _args, ctx) =>
        ctx.db.repository.findMany({
          ...query,
          where: policy.administered(ctx.viewer),
          orderBy: byName,
        }),
    },
    RepositoryConnection,
  ),
)
