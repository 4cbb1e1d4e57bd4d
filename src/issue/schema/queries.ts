import { builder } from '#builder.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import { BadUserInput } from '#lib/errors.ts'
import * as policy from '../policy.ts'
import { IssueConnection } from './issue.ts'
import { IssueState } from './parts.ts'

const orderColumns = {
  CREATED_AT: 'issueCreatedAt',
  UPDATED_AT: 'issueUpdatedAt',
  PLEDGED_AMOUNT: 'pledgedAmountSum',
  POSITIVE_REACTIONS: 'positiveReactionsCount',
  ENGAGEMENT: 'totalEngagementCount',
} as const

const IssueOrderField = builder.enumType('IssueOrderField', {
  description: 'What issues can be sorted by.',
  values: {
    CREATED_AT: { description: 'When they were opened.' },
    UPDATED_AT: { description: 'When they changed last on GitHub.' },
    PLEDGED_AMOUNT: { description: 'What is pledged on them.' },
    POSITIVE_REACTIONS: { description: 'Reactions other than 👎 and 😕.' },
    ENGAGEMENT: { description: 'All reactions and comments.' },
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

type Filter = {
  organization?: string | null
  repository?: string | null
  states?: ('OPEN' | 'CLOSED')[] | null
}

const whereOf = ({ organization, repository, states }: Filter): Prisma.IssueWhereInput => {
  if (repository != null && organization == null) {
    throw new BadUserInput('`repository` needs `organization`', ['repository'])
  }
  return {
    ...(organization != null && { organization: { login: organization } }),
    ...(repository != null && { repository: { name: repository, isSuperseded: false } }),
    ...(states && { state: { in: states } }),
  }
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
  issues: t.prismaConnection(
    {
      type: 'Issue',
      cursor: 'id',
      description: 'Issues, newest first unless sorted otherwise.',
      args: {
        organization: t.arg.string({ description: 'Only of the organization with this login.' }),
        repository: t.arg.string({
          description: 'Only of the repository with this name; needs `organization`.',
        }),
        states: t.arg({ type: [IssueState], description: 'Only in one of these states.' }),
        orderBy: t.arg({ type: IssueOrder, description: 'How they are sorted.' }),
      },
      totalCount: (_root, args, ctx) =>
        ctx.db.issue.count({ where: { AND: [policy.readable(ctx.viewer), whereOf(args)] } }),
      resolve: (query, _root, args, ctx) => {
        const { field = 'CREATED_AT', direction = 'desc' } = args.orderBy ?? {}
        return ctx.db.issue.findMany({
          ...query,
          where: { AND: [policy.readable(ctx.viewer), whereOf(args)] },
          orderBy: [{ [orderColumns[field]]: direction }, { id: direction }],
        })
      },
    },
    IssueConnection,
  ),
}))
