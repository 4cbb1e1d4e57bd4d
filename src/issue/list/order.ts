import { Prisma } from '#generated/prisma/client.ts'

/** By which columns, the first first, issues can be sorted; the SQL says it for `i`, the issue. */
const keys = {
  issueCreatedAt: 'i.issue_created_at',
  issueUpdatedAt: 'i.issue_updated_at',
  pledgedAmountSum: 'i.pledged_amount_sum',
  positiveReactionsCount: 'i.positive_reactions_count',
  totalEngagementCount: 'i.total_engagement_count',
  fundingGoal: 'i.funding_goal',
} as const

type Key = keyof typeof keys

const orders = {
  CREATED_AT: ['issueCreatedAt'],
  UPDATED_AT: ['issueUpdatedAt'],
  PLEDGED_AMOUNT: ['pledgedAmountSum', 'issueUpdatedAt'],
  PLEDGED_AMOUNT_AND_ENGAGEMENT: ['pledgedAmountSum', 'totalEngagementCount', 'issueUpdatedAt'],
  POSITIVE_REACTIONS: ['positiveReactionsCount', 'issueUpdatedAt'],
  ENGAGEMENT: ['totalEngagementCount', 'issueUpdatedAt'],
  FUNDING_GOAL: ['fundingGoal', 'positiveReactionsCount', 'issueUpdatedAt'],
  RELEVANCE: ['issueUpdatedAt'],
} as const satisfies Record<string, Key[]>

export type OrderField = keyof typeof orders
export type Direction = 'asc' | 'desc'
export type Order = { field: OrderField; direction: Direction }

const isNullable = (key: Key) => key === 'fundingGoal'

/** How Prisma sorts: what has no value comes last, whatever the direction. */
export const orderByOf = ({ field, direction }: Order): Prisma.IssueOrderByWithRelationInput[] => [
  ...orders[field].map((key: Key) => ({
    [key]: isNullable(key) ? { sort: direction, nulls: 'last' } : direction,
  })),
  { id: direction },
]

/** What stands for no value: less, or more, than any other. */
const missing = (direction: Direction) =>
  direction === 'desc' ? Prisma.sql`-1::bigint` : Prisma.sql`9223372036854775807`

/**
 * What is sorted by, as SQL expressions that are never null, all in the order's direction; `rank`
 * says how well a text fits.
 */
export const sortKeysOf = ({ field, direction }: Order, rank: Prisma.Sql): Prisma.Sql[] => {
  const columns = orders[field].map((key: Key) => {
    const column = Prisma.raw(keys[key])
    return isNullable(key) ? Prisma.sql`COALESCE(${column}, ${missing(direction)})` : column
  })
  return [...(field === 'RELEVANCE' ? [rank] : []), ...columns, Prisma.sql`i.id`]
}
