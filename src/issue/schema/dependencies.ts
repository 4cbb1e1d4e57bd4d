import { prismaConnectionHelpers } from '@pothos/plugin-prisma'
import { builder } from '#builder.ts'
import { belowConnection } from '#graphql/connections.ts'
import * as policy from '../policy.ts'
import { Issue, IssueConnection } from './issue.ts'

// The rows between two issues are theirs alone to see who may see both: the one that is asked has
// been let through already.

const cursor = 'dependentIssueId_dependencyIssueId'

const dependencies = prismaConnectionHelpers(builder, 'IssueDependency', {
  cursor,
  select: (node) => ({ dependencyIssue: node({ select: { id: true } }) }),
  query: (_args, ctx) => ({
    where: { dependencyIssue: policy.readable(ctx.viewer) },
    orderBy: { dependencyIssueId: 'asc' as const },
  }),
  resolveNode: ({ dependencyIssue }) => dependencyIssue,
})

const dependents = prismaConnectionHelpers(builder, 'IssueDependency', {
  cursor,
  select: (node) => ({ dependentIssue: node({ select: { id: true } }) }),
  query: (_args, ctx) => ({
    where: { dependentIssue: policy.readable(ctx.viewer) },
    orderBy: { dependentIssueId: 'asc' as const },
  }),
  resolveNode: ({ dependentIssue }) => dependentIssue,
})

builder.prismaObjectFields('Issue', (t) => ({
  dependencies: t.connection(
    {
      type: Issue,
      description: 'Issues of others that its text names, of those that you may see.',
      select: (args, ctx, nested) => ({
        dependencies: dependencies.getQuery(args, ctx, belowConnection('Issue', nested)),
      }),
      resolve: (issue, args, ctx) => ({
        ...dependencies.resolve(issue.dependencies, args, ctx),
        totalCount: () =>
          ctx.db.issueDependency.count({
            where: {
              dependentIssueId: issue.id,
              dependencyIssue: policy.readable(ctx.viewer),
            },
          }),
      }),
    },
    IssueConnection,
  ),
  dependents: t.connection(
    {
      type: Issue,
      description: 'Issues whose texts name it, of those that you may see.',
      select: (args, ctx, nested) => ({
        dependents: dependents.getQuery(args, ctx, belowConnection('Issue', nested)),
      }),
      resolve: (issue, args, ctx) => ({
        ...dependents.resolve(issue.dependents, args, ctx),
        totalCount: () =>
          ctx.db.issueDependency.count({
            where: { dependencyIssueId: issue.id, dependentIssue: policy.readable(ctx.viewer) },
          }),
      }),
    },
    IssueConnection,
  ),
}))
