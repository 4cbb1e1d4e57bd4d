import { Prisma } from '#generated/prisma/client.ts'

/** By which columns, the first first, issues can be sorted. */
const orders = {
  CREATED_AT: ['created'],
  UPDATED_AT: ['updated'],
  PLEDGED_AMOUNT: ['pledged', 'updated'],
  PLEDGED_AMOUNT_AND_ENGAGEMENT: ['pledged', 'engagement', 'updated'],
  POSITIVE_REACTIONS: ['reactions', 'updated'],
  ENGAGEMENT: ['engagement', 'updated'],
  FUNDING_GOAL: ['goal', 'reactions', 'updated'],
  RELEVANCE: ['updated'],
} as const

export type OrderField = keyof typeof orders
export type Direction = 'asc' | 'desc'
export type Order = { field: OrderField; direction: Direction }

/** One value by which a list is sorted, never null: an expression in SQL for `i`, the issue. */
export type SortKey = { column: Prisma.Sql; kind: 'rank' | 'time' | 'number' | 'id' }

/** What stands for no value comes last: less, or more, than any other. */
const missing = (direction: Direction) =>
  direction === 'desc' ? Prisma.sql`-1::bigint` : Prisma.sql`9223372036854775807`

const keys = (direction: Direction) =>
  ({
    created: { column: Prisma.sql`i.issue_created_at`, kind: 'time' },
    updated: { column: Prisma.sql`i.issue_updated_at`, kind: 'time' },
    pledged: { column: Prisma.sql`i.pledged_amount_sum`, kind: 'number' },
    reactions: { column: Prisma.sql`i.positive_reactions_count`, kind: 'number' },
    engagement: { column: Prisma.sql`i.total_engagement_count`, kind: 'number' },
    goal: {
      column: Prisma.sql`COALESCE(i.funding_goal, ${missing(direction)})`,
      kind: 'number',
    },
  }) as const satisfies Record<string, SortKey>

/**
 * What a list is sorted by, all in the order's direction. `rank` says how well a text fits; without
 * it no text is searched for.
 */
export const sortKeysOf = ({ field, direction }: Order, rank: Prisma.Sql | null): SortKey[] => {
  const columns = orders[field].map((name): SortKey => keys(direction)[name])
  const ranked: SortKey[] = field === 'RELEVANCE' && rank ? [{ column: rank, kind: 'rank' }] : []
  return [...ranked, ...columns, { column: Prisma.sql`i.id`, kind: 'id' }]
}
