import { prismaConnectionHelpers } from '@pothos/plugin-prisma'
import { builder } from '#builder.ts'
import { connectionNamed } from '#graphql/connections.ts'
import * as policy from './policy.ts'

const oldestFirst = [
  { createdAt: 'asc' },
  { dependentIssueId: 'asc' },
  { dependencyIssueId: 'asc' },
] as const

const dependencies = prismaConnectionHelpers(builder, 'IssueDependency', {
  cursor: 'dependentIssueId_dependencyIssueId',
  select: (node) => ({ dependencyIssue: node({}) }),
  query: (_args, ctx) => ({ where: policy.readable(ctx.viewer), orderBy: [...oldestFirst] }),
  resolveNode: ({ dependencyIssue }) => dependencyIssue,
})

const dependents = prismaConnectionHelpers(builder, 'IssueDependency', {
  cursor: 'dependentIssueId_dependencyIssueId',
  select: (node) => ({ dependentIssue: node({}) }),
  query: (_args, ctx) => ({ where: policy.readable(ctx.viewer), orderBy: [...oldestFirst] }),
  resolveNode: ({ dependentIssue }) => dependentIssue,
})

builder.prismaObjectFields('Issue', (t) => ({
  dependencies: t.connection(
    {
      type: 'Issue',
      description: 'Issues of others that its text names, of those that you may see.',
      select: (args, ctx, nested) => ({ dependencies: dependencies.getQuery(args, ctx, nested) }),
      resolve: ({ id, dependencies: rows }, args, ctx) => ({
        ...dependencies.resolve(rows, args, ctx),
        totalCount: () =>
          ctx.db.issueDependency.count({
            where: { AND: [policy.readable(ctx.viewer), { dependentIssueId: id }] },
          }),
      }),
    },
    connectionNamed('IssueConnection'),
  ),
}))
