import { builder } from '#builder.ts'
import { Money } from '#graphql/types.ts'
import { monthOf } from '../month.ts'
import * as policy from '../policy.ts'
import { spentByViewerIn } from '../spending.ts'

/** Cents pledged in a month, and the limit of that; zero is none. */
type Shape = { spent: bigint; limit: bigint | null }

const Spending = builder.objectRef<Shape>('Spending').implement({
  description: 'What was pledged in the name of an organization this month, in UTC.',
  fields: (t) => ({
    since: t.field({
      type: 'DateTime',
      description: 'When the month began.',
      resolve: () => monthOf(new Date()).start,
    }),
    until: t.field({
      type: 'DateTime',
      description: 'When the month ends, and nothing is spent again.',
      resolve: () => monthOf(new Date()).end,
    }),
    amount: t.field({
      type: Money,
      description: 'What was pledged, whatever has become of it.',
      resolve: ({ spent }) => ({ amount: spent }),
    }),
    limit: t.field({
      type: Money,
      nullable: true,
      description: 'What may be pledged in a month; null: as much as you like.',
      resolve: ({ limit }) => (limit ? { amount: limit } : null),
    }),
    remaining: t.field({
      type: Money,
      nullable: true,
      description: 'What of the limit is left; null without one.',
      resolve: ({ limit, spent }) =>
        limit ? { amount: limit > spent ? limit - spent : 0n } : null,
    }),
  }),
})

builder.prismaObjectFields('Organization', (t) => ({
  viewerSpending: t.field({
    type: Spending,
    nullable: true,
    description: 'What you have pledged in its name this month. Its members see it.',
    select: { id: true, perUserMonthlySpendingLimit: true },
    resolve: async ({ id, perUserMonthlySpendingLimit }, _args, ctx) => {
      if (!policy.canSeeOwnSpending(ctx.viewer, id)) return null
      const { byPerson } = await spentByViewerIn(ctx, id)
      return { spent: byPerson, limit: perUserMonthlySpendingLimit }
    },
  }),
  totalSpending: t.field({
    type: Spending,
    nullable: true,
    description: 'What all have pledged in its name this month. Its admins see it.',
    select: { id: true, totalMonthlySpendingLimit: true },
    resolve: async ({ id, totalMonthlySpendingLimit }, _args, ctx) => {
      if (!policy.canSeeTotalSpending(ctx.viewer, id)) return null
      const { byAll } = await spentByViewerIn(ctx, id)
      return { spent: byAll, limit: totalMonthlySpendingLimit }
    },
  }),
}))
