import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { costs } from '#graphql/cost.ts'
import { cursorsOf } from '#graphql/list-cursors.ts'
import { atMost } from '#graphql/list-limits.ts'
import { Money } from '#graphql/types.ts'
import { sum } from '#lib/money.ts'
import { backerOf } from '../backer.ts'
import { type Backing as BackingRow, backingPage, pledgeTypes, totalsOf } from '../summary.ts'
import { Backer } from './backer.ts'
import { PledgeType } from './enums.ts'

const Backing = builder.objectRef<BackingRow>('Backing').implement({
  description: 'That somebody backs an issue, as everybody may see it.',
  fields: (t) => ({
    type: t.expose('type', { type: PledgeType, description: 'How they pay.' }),
    backer: t.field({
      type: Backer,
      nullable: true,
      description: 'Who it is; null if nobody is known, or if they keep it from you.',
      resolve: (backing, _args, { viewer }) => backerOf(viewer, backing),
    }),
  }),
})

const BackingConnection = connectionOf(Backing)

/** By when they were made, in milliseconds, then by id. */
const backingCursors = cursorsOf(/Backing/, /\d{1,15}:[\da-f-]{36}/)

const backingsDescription = 'Pledges as everybody may see them, the oldest first.'

/** Of one issue, by its id. */
type OfType = { issueId: string; type: (typeof pledgeTypes)[number] }

const totalOf = async (ctx: Parameters<typeof totalsOf>[0], { issueId, type }: OfType) =>
  (await totalsOf(ctx, issueId)).find((total) => total.type === type)

const countOf = async (ctx: Parameters<typeof totalsOf>[0], issueId: string) =>
  (await totalsOf(ctx, issueId)).reduce((all, { count }) => all + count, 0)

const PledgeTypeSummary = builder.objectRef<OfType>('PledgeTypeSummary').implement({
  description: 'What is pledged on an issue in one of the ways to pay.',
  fields: (t) => ({
    type: t.expose('type', { type: PledgeType, description: 'How they pay.' }),
    total: t.field({
      type: Money,
      description: 'What their pledges sum to.',
      resolve: async (of, _args, ctx) => ({ amount: (await totalOf(ctx, of))?.total ?? 0n }),
    }),
    pledgeCount: t.int({
      description: 'How many pledges they are.',
      resolve: async (of, _args, ctx) => (await totalOf(ctx, of))?.count ?? 0,
    }),
    backings: t.connection(
      {
        type: Backing,
        extensions: { ...costs({ loads: pledgeTypes.length }), ...backingCursors },
        description: backingsDescription,
        resolve: async (of, args, ctx) => ({
          ...(await backingPage(ctx, of, args)),
          totalCount: async () => (await totalOf(ctx, of))?.count ?? 0,
        }),
      },
      BackingConnection,
    ),
  }),
})

const PledgesSummary = builder
  .objectRef<{ id: string; fundingGoal: bigint | null }>('PledgesSummary')
  .implement({
    description: 'What is pledged on an issue: the pledges that count. Who sees the issue sees it.',
    fields: (t) => ({
      fundingGoal: t.field({
        type: Money,
        nullable: true,
        description: 'What its maintainers hope for.',
        resolve: ({ fundingGoal }) => (fundingGoal ? { amount: fundingGoal } : null),
      }),
      total: t.field({
        type: Money,
        description: 'What the pledges sum to.',
        resolve: async ({ id }, _args, ctx) => ({
          amount: sum((await totalsOf(ctx, id)).map(({ total }) => total)),
        }),
      }),
      pledgeCount: t.int({
        description: 'How many pledges they are.',
        resolve: ({ id }, _args, ctx) => countOf(ctx, id),
      }),
      backings: t.connection(
        {
          type: Backing,
          extensions: backingCursors,
          description: backingsDescription,
          resolve: async ({ id }, args, ctx) => ({
            ...(await backingPage(ctx, { issueId: id, type: null }, args)),
            totalCount: () => countOf(ctx, id),
          }),
        },
        BackingConnection,
      ),
      byType: t.field({
        type: [PledgeTypeSummary],
        ...atMost(pledgeTypes.length, 'The same for each way to pay, in the order of PledgeType.'),
        resolve: ({ id }) => pledgeTypes.map((type) => ({ issueId: id, type })),
      }),
    }),
  })

builder.prismaObjectFields('Issue', (t) => ({
  pledgesSummary: t.field({
    type: PledgesSummary,
    extensions: costs({ loads: 1 }),
    description: 'What is pledged on it, and by whom.',
    select: { id: true, fundingGoal: true },
    resolve: (issue) => issue,
  }),
}))
