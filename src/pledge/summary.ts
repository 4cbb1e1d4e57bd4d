import type { Ctx } from '#context.ts'
import type { PledgeType, Prisma } from '#generated/prisma/client.ts'
import { createBatch } from '#lib/batch.ts'
import { backerSelect } from './backer.ts'
import { active, oldestFirst } from './list.ts'

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

const backingSelect = { type: true, ...backerSelect } as const satisfies Prisma.PledgeSelect

/** An active pledge, as far as everybody may see it. */
export type Backing = Prisma.PledgeGetPayload<{ select: typeof backingSelect }>

/** So many of an issue's pledges, of any type if it is null. */
type Page = { issueId: string; type: PledgeType | null; first: number }

const keyOf = ({ issueId, type, first }: Page) => `${issueId} ${first} ${type ?? ''}`

const pageOf = (key: string): Page => {
  const [issueId = '', first, type = ''] = key.split(' ')
  return { issueId, first: Number(first), type: pledgeTypes.find((each) => each === type) ?? null }
}

/** The same page of several issues. */
const loadPages = async (ctx: Ctx, pages: Page[]): Promise<[string, Backing[]][]> => {
  const [{ first, type } = { first: 0, type: null }] = pages
  const issues = await ctx.db.issue.findMany({
    where: { id: { in: pages.map(({ issueId }) => issueId) } },
    select: {
      id: true,
      pledges: {
        where: { ...active, ...(type && { type }) },
        orderBy: oldestFirst,
        take: first,
        select: backingSelect,
      },
    },
  })
  return issues.map(({ id, pledges }) => [keyOf({ issueId: id, type, first }), pledges])
}

const loadBackings = createBatch<Ctx, Backing[]>(async (ctx, keys) => {
  const alike = Map.groupBy(keys.map(pageOf), (page) => keyOf({ ...page, issueId: '' }))
  const loaded = await Promise.all([...alike.values()].map((pages) => loadPages(ctx, pages)))
  return new Map(loaded.flat())
}, [])

/** The oldest active pledges of an issue; for many issues one statement for each kind of page. */
export const backingsOf = (ctx: Ctx, page: Page) => loadBackings(ctx, keyOf(page))
