import { prismaConnectionHelpers } from '@pothos/plugin-prisma'
import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import { belowConnection } from '#graphql/connections.ts'
import { createBatch } from '#lib/batch.ts'
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

/** How many dependencies of an issue the viewer may see; one statement for all asked at once. */
const dependencyCount = createBatch<Ctx, number>(async ({ db, viewer }, ids) => {
  const rows = await db.issueDependency.groupBy({
    by: ['dependentIssueId'],
    where: { dependentIssueId: { in: ids }, dependencyIssue: policy.readable(viewer) },
    _count: true,
  })
  return new Map(rows.map(({ dependentIssueId, _count }) => [dependentIssueId, _count]))
}, 0)

/** How many dependents of an issue the viewer may see, likewise. */
const dependentCount = createBatch<Ctx, number>(async ({ db, viewer }, ids) => {
  const rows = await db.issueDependency.groupBy({
    by: ['dependencyIssueId'],
    where: { dependencyIssueId: { in: ids }, dependentIssue: policy.readable(viewer) },
    _count: true,
  })
  return new Map(rows.map(({ dependencyIssueId, _count }) => [dependencyIssueId, _count]))
}, 0)

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
        totalCount: () => dependencyCount(ctx, issue.id),
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
        totalCount: () => dependentCount(ctx, issue.id),
      }),
    },
    IssueConnection,
  ),
}))
