import type { Ctx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import { wordsQuery } from '#lib/text.ts'
import { type Filter, whereOf } from './list/filters.ts'
import { type Order, orderByOf } from './list/order.ts'
import { count, findIds, type Page } from './list/search.ts'

export type { Filter } from './list/filters.ts'
export type { Order } from './list/order.ts'

/** A list of issues: what filters and sorts it, and a text of whose words each title has one. */
export type List = { filter: Filter; order: Order; text?: string | null }

/**
 * A page of a list: reads the rows with `find`, which gets the rest of Prisma's query. Sorted by
 * relevance without a text, the latest change counts.
 */
export const pageOf = async <Row extends { id: string }>(
  ctx: Ctx,
  { filter, order, text }: List,
  page: Page & { skip?: number | undefined },
  find: (query: Prisma.IssueFindManyArgs) => Promise<Row[]>,
): Promise<Row[]> => {
  const words = wordsQuery(text ?? '')
  if (words === null) {
    return find({
      ...(page as Prisma.IssueFindManyArgs),
      where: whereOf(ctx.viewer, filter),
      orderBy: orderByOf(order),
    })
  }
  const ids = await findIds(ctx, words, filter, order, page)
  const rows = new Map((await find({ where: { id: { in: ids } } })).map((row) => [row.id, row]))
  return ids.flatMap((id) => rows.get(id) ?? [])
}

/** How many issues a list has. */
export const totalOf = (ctx: Ctx, { filter, text }: Omit<List, 'order'>): Promise<number> => {
  const words = wordsQuery(text ?? '')
  return words === null
    ? ctx.db.issue.count({ where: whereOf(ctx.viewer, filter) })
    : count(ctx, words, filter)
}
