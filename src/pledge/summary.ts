import { type DefaultConnectionArguments, resolveCursorConnection } from '@pothos/plugin-relay'
import type { Ctx } from '#context.ts'
import type { PledgeType, Prisma } from '#generated/prisma/client.ts'
import { createBatch } from '#lib/batch.ts'
import { decodePlace, encodePlace } from '#lib/cursors.ts'
import { backerSelect } from './backer.ts'
import { active, newestFirst, oldestFirst } from './list.ts'

/** Every way to pay, in the order in which they are shown. */
export const pledgeTypes = [
  'PAY_UPFRONT',
  'PAY_ON_COMPLETION',
  'PAY_DIRECTLY',
] as const satisfies PledgeType[]

/** Pledges of a type that count, and what they sum to, in cents. */
export type TypeTotal = { type: PledgeType; count: number; total: bigint }

/** The sums of an issue's active pledges, by its id; one statement for all asked at once. */
export const totalsOf = createBatch<Ctx, TypeTotal[]>(async (ctx, ids) => {
  const rows = await ctx.db.pledge.groupBy({
    by: ['issueId', 'type'],
    where: { ...active, issueId: { in: ids } },
    _sum: { amount: true },
    _count: true,
  })
  const byIssue = Map.groupBy(rows, ({ issueId }) => issueId)
  const totals = ({ type, _sum, _count }: (typeof rows)[number]): TypeTotal => ({
    ...{ type, count: _count, total: _sum.amount ?? 0n },
  })
  return new Map([...byIssue].map(([issueId, group]) => [issueId, group.map(totals)]))
}, [])

const backingSelect = {
  ...{ id: true, createdAt: true, type: true },
  ...backerSelect,
} as const satisfies Prisma.PledgeSelect

/** An active pledge, as far as everybody may see it. */
export type Backing = Prisma.PledgeGetPayload<{ select: typeof backingSelect }>

/** A range of an issue's pledges, of any type if it is null; the latest first if inverted. */
type Range = {
  issueId: string
  type: PledgeType | null
  limit: number
  after: string | null
  before: string | null
  isInverted: boolean
}

const list = 'Backing'

const beyond = (cursor: string, operator: 'gt' | 'lt'): Prisma.PledgeWhereInput => {
  const { createdAt, id } = decodePlace(list, cursor)
  return { OR: [{ createdAt: { [operator]: createdAt } }, { createdAt, id: { [operator]: id } }] }
}

/** The same range of several issues, in one statement. */
const loadRanges = async (ctx: Ctx, [range, ...others]: [Range, ...Range[]]) => {
  const { type, limit, after, before, isInverted } = range
  const conditions = [
    ...(type === null ? [] : [{ type }]),
    ...(after === null ? [] : [beyond(after, 'gt')]),
    ...(before === null ? [] : [beyond(before, 'lt')]),
  ]
  const issues = await ctx.db.issue.findMany({
    where: { id: { in: [range, ...others].map(({ issueId }) => issueId) } },
    select: {
      id: true,
      pledges: {
        where: { AND: [active, ...conditions] },
        orderBy: isInverted ? newestFirst : oldestFirst,
        take: limit,
        select: backingSelect,
      },
    },
  })
  return issues.map(({ id, pledges }): [string, Backing[]] => [
    JSON.stringify({ ...range, issueId: id }),
    pledges,
  ])
}

const loadBackings = createBatch<Ctx, Backing[]>(async (ctx, keys) => {
  const ranges = keys.map((key): Range => JSON.parse(key))
  const alike = Map.groupBy(ranges, (range) => JSON.stringify({ ...range, issueId: '' }))
  const loaded = await Promise.all(
    [...alike.values()].map((same) => loadRanges(ctx, same as [Range, ...Range[]])),
  )
  return new Map(loaded.flat())
}, [])

/**
 * A page of an issue's active pledges, the oldest first; one statement for all issues that are asked
 * for the same page at once. Throws BAD_USER_INPUT for a cursor of another list.
 */
export const backingPage = (
  ctx: Ctx,
  { issueId, type }: Pick<Range, 'issueId' | 'type'>,
  args: DefaultConnectionArguments,
) =>
  resolveCursorConnection<Promise<Backing[]>>(
    { args, toCursor: (backing) => encodePlace(list, backing) },
    ({ limit, after = null, before = null, inverted: isInverted }) =>
      loadBackings(ctx, JSON.stringify({ issueId, type, limit, after, before, isInverted })),
  )
