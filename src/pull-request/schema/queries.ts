import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import * as issuePolicy from '#issue/policy.ts'
import { rowId } from '#lib/ids.ts'
import * as policy from '../policy.ts'
import { PullRequestConnection, PullRequestState } from './pull-request.ts'

type State = typeof PullRequestState.$inferType

const whereOfState = {
  OPEN: { state: 'OPEN' },
  CLOSED: { state: 'CLOSED', mergedAt: null },
  MERGED: { mergedAt: { not: null } },
} as const satisfies Record<State, Prisma.PullRequestWhereInput>

const inStates = (states: State[] | null | undefined): Prisma.PullRequestWhereInput => {
  if (!states) return {}
  // Prisma 7 takes an empty OR inside an AND of a relation for "all".
  return states.length === 0 ? { id: { in: [] } } : { OR: states.map((one) => whereOfState[one]) }
}

const newestFirst = [{ pullRequestCreatedAt: 'desc' }, { id: 'desc' }] as const

builder.prismaObjectField('Repository', 'pullRequests', (t) =>
  t.relatedConnection(
    'pullRequests',
    {
      cursor: 'id',
      totalCount: true,
      description: 'Its pull requests, newest first.',
      args: {
        states: t.arg({ type: [PullRequestState], description: 'Only in one of these states.' }),
      },
      query: ({ states }, ctx) => ({
        where: { AND: [policy.readable(ctx.viewer), inStates(states)] },
        orderBy: [...newestFirst],
      }),
    },
    PullRequestConnection,
  ),
)

type Filter = { states?: State[] | null; referencesIssueId: { typename: string; id: string } }

/** Who may not see an issue gets none of its pull requests. Throws BAD_USER_INPUT for other ids. */
const referencing = (
  { viewer }: Pick<Ctx, 'viewer'>,
  { states, referencesIssueId }: Filter,
): Prisma.PullRequestWhereInput => {
  const issue = { AND: [issuePolicy.readable(viewer)], id: rowId(referencesIssueId, 'Issue') }
  return { AND: [policy.readable(viewer), inStates(states), { references: { some: { issue } } }] }
}

builder.queryFields((t) => ({
  pullRequest: t.prismaField({
    type: 'PullRequest',
    nullable: true,
    description: 'A pull request by its place on GitHub.',
    args: {
      owner: t.arg.string({ required: true, description: 'The organization’s login.' }),
      repository: t.arg.string({ required: true, description: 'The repository’s name.' }),
      number: t.arg.int({ required: true, description: 'The pull request’s number.' }),
    },
    resolve: (query, _root, { owner, repository: name, number }, ctx) =>
      ctx.db.pullRequest.findFirst({
        ...query,
        where: {
          AND: [
            policy.readable(ctx.viewer),
            {
              number,
              organization: { login: owner },
              repository: { name, isSuperseded: false },
            },
          ],
        },
      }),
  }),
  pullRequests: t.prismaConnection(
    {
      type: 'PullRequest',
      cursor: 'id',
      description: 'Pull requests that refer to an issue, newest first.',
      args: {
        referencesIssueId: t.arg.globalID({
          required: true,
          description: 'Those that refer to this issue.',
        }),
        states: t.arg({ type: [PullRequestState], description: 'Only in one of these states.' }),
      },
      totalCount: (_root, args, ctx) => ctx.db.pullRequest.count({ where: referencing(ctx, args) }),
      resolve: (query, _root, args, ctx) =>
        ctx.db.pullRequest.findMany({
          ...query,
          where: referencing(ctx, args),
          orderBy: [...newestFirst],
        }),
    },
    PullRequestConnection,
  ),
}))
