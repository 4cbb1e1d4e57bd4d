import { queryFromInfo } from '@pothos/plugin-prisma'
import { builder } from '#builder.ts'
import { noItems, selectsItems } from '#graphql/connections.ts'
import { costs } from '#graphql/cost.ts'
import { cursorsOf } from '#graphql/list-cursors.ts'
import { BadUserInput } from '#lib/errors.ts'
import type { Filter, Order } from '../list.ts'
import * as lists from '../list.ts'
import * as policy from '../policy.ts'
import { Issue, IssueConnection } from './issue.ts'
import { IssueState } from './parts.ts'

const IssueOrderField = builder.enumType('IssueOrderField', {
  description: 'What issues can be sorted by.',
  values: {
    CREATED_AT: { description: 'When they were opened.' },
    UPDATED_AT: { description: 'When they changed last on GitHub.' },
    PLEDGED_AMOUNT: { description: 'What is pledged on them.' },
    PLEDGED_AMOUNT_AND_ENGAGEMENT: {
      description: 'What is pledged on them, then all reactions and comments.',
    },
    POSITIVE_REACTIONS: { description: 'Reactions other than 👎 and 😕.' },
    ENGAGEMENT: { description: 'All reactions and comments.' },
    FUNDING_GOAL: {
      description:
        'What maintainers hope for, then reactions other than 👎 and 😕. Those without a goal ' +
        'come last.',
    },
    RELEVANCE: {
      description:
        'How well the title fits `query`, of the 1,000 newest issues that fit; without a query, the ' +
        'latest change.',
    },
  } as const,
})

const OrderDirection = builder.enumType('OrderDirection', {
  description: 'Which end of a sorted list comes first.',
  values: {
    ASC: { value: 'asc', description: 'The smallest or oldest first.' },
    DESC: { value: 'desc', description: 'The greatest or newest first.' },
  } as const,
})

const IssueOrder = builder.inputType('IssueOrder', {
  description: 'How issues are sorted. Equal ones have a stable order.',
  fields: (t) => ({
    field: t.field({ type: IssueOrderField, required: true, description: 'By what.' }),
    direction: t.field({
      type: OrderDirection,
      required: true,
      description: 'In which direction.',
    }),
  }),
})

type Arguments = Filter & { query?: string | null; orderBy?: Order | null }

const listOf = ({ query, orderBy, ...filter }: Arguments) => {
  if (filter.repository != null && filter.organization == null) {
    throw new BadUserInput('`repository` needs `organization`', ['repository'])
  }
  const order: Order = orderBy ?? { field: 'CREATED_AT', direction: 'desc' }
  return { filter, order, text: query }
}

type Paged = Arguments & { after?: string | null; before?: string | null }

const checkArguments = (args: object) => {
  const { after, before, ...rest } = args as Paged
  lists.checkCursors(listOf(rest), [after, before])
}

builder.queryFields((t) => ({
  issue: t.prismaField({
    type: 'Issue',
    nullable: true,
    description: 'An issue by its place on GitHub.',
    args: {
      owner: t.arg.string({ required: true, description: 'The organization’s login.' }),
      repository: t.arg.string({ required: true, description: 'The repository’s name.' }),
      number: t.arg.int({ required: true, description: 'The issue’s number.' }),
    },
    resolve: (query, _root, { owner, repository, number }, ctx) =>
      ctx.db.issue.findFirst({
        ...query,
        where: {
          AND: [
            policy.readable(ctx.viewer),
            {
              number,
              organization: { login: owner },
              repository: { name: repository, isSuperseded: false },
            },
          ],
        },
      }),
  }),
  issues: t.connection(
    {
      type: Issue,
      // The ids of the page, then their rows. Finding these takes as long as one load more among all
      // issues there are, and as two where words are looked for.
      extensions: {
        ...costs({ loads: ({ query }) => (query ? 4 : 3), check: checkArguments }),
        ...cursorsOf(/Issues\.[A-Z_]+/, /.+/),
      },
      description:
        'Issues, newest first unless sorted otherwise. Who is not signed in finds none of ' +
        'archived repositories.',
      args: {
        organization: t.arg.string({ description: 'Only of the organization with this login.' }),
        repository: t.arg.string({
          description: 'Only of the repository with this name; needs `organization`.',
        }),
        states: t.arg({ type: [IssueState], description: 'Only in one of these states.' }),
        query: t.arg.string({
          description:
            'Only those with one of these words in the title; a word of 3 characters or more also as ' +
            'the beginning of a longer one. The first 8 words count. Without any word, all.',
        }),
        hasPledgedAmount: t.arg.boolean({
          description: 'Only those on which something is pledged, or, if `false`, nothing.',
        }),
        hasPledgeBadge: t.arg.boolean({
          description: 'Only those whose text carries the funding badge, or, if `false`, does not.',
        }),
        milestone: t.arg.int({ description: 'Only of the milestone with this number.' }),
        orderBy: t.arg({ type: IssueOrder, description: 'How they are sorted.' }),
      },
      resolve: async (_root, args, ctx, info) => {
        const list = listOf(args)
        const totalCount = () => lists.totalOf(ctx, list)
        if (!selectsItems(info)) return { ...noItems, totalCount }
        const query = queryFromInfo({
          context: ctx,
          info,
          typeName: 'Issue',
          select: { id: true },
          paths: [['nodes'], ['edges', 'node']],
        })
        const page = await lists.pageOf(ctx, list, args, (ids) =>
          ctx.db.issue.findMany({ ...query, where: { id: { in: ids } } }),
        )
        return { ...page, totalCount }
      },
    },
    IssueConnection,
  ),
}))
