import type { Ctx } from '#context.ts'
import { Prisma } from '#generated/prisma/client.ts'
import { BadUserInput } from '#lib/errors.ts'
import { conditionsOf, type Filter } from './filters.ts'
import { type Order, sortKeysOf } from './order.ts'

// Prisma has no word for text search in a column of its own, so these lists are SQL by hand.

/** A page as the connection wants it: `take` is negative for one that ends before the cursor. */
export type Page = { cursor?: { id?: string } | undefined; take?: number | undefined }

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

const tables = (words: string) => Prisma.sql`issue i
  JOIN repository r ON r.id = i.repository_id
  JOIN organization o ON o.id = i.organization_id
  CROSS JOIN to_tsquery('simple', ${words}) q`

const matching = (ctx: Ctx, filter: Filter) =>
  Prisma.sql`i.title_tsv @@ q AND ${conditionsOf(ctx.viewer, filter)}`

const rank = Prisma.sql`ts_rank_cd(i.title_tsv, q)`

/** The condition that a row lies after the cursor, in the direction that is read. */
const beyond = (keys: Prisma.Sql, words: string, cursor: string, ascending: boolean) => {
  const operator = Prisma.raw(ascending ? '>' : '<')
  return Prisma.sql`AND (${keys}) ${operator} (
    SELECT ${keys} FROM ${tables(words)} WHERE i.id = ${cursor}::uuid)`
}

/**
 * The ids of a page of the issues whose title has one of the words, in order. `words` is a query
 * for `to_tsquery`. Throws BAD_USER_INPUT for a cursor that is none.
 */
export const findIds = async (
  ctx: Ctx,
  words: string,
  filter: Filter,
  order: Order,
  { cursor, take = 0 }: Page,
): Promise<string[]> => {
  if (cursor?.id !== undefined && !uuid.test(cursor.id)) throw new BadUserInput('Invalid cursor')
  const backward = take < 0
  const ascending = (order.direction === 'asc') !== backward
  const sortKeys = sortKeysOf(order, rank)
  const direction = Prisma.raw(ascending ? 'ASC' : 'DESC')
  const rows = await ctx.db.$queryRaw<{ id: string }[]>`
    SELECT i.id FROM ${tables(words)}
    WHERE ${matching(ctx, filter)}
      ${cursor?.id ? beyond(Prisma.join(sortKeys), words, cursor.id, ascending) : Prisma.empty}
    ORDER BY ${Prisma.join(sortKeys.map((key) => Prisma.sql`${key} ${direction}`))}
    LIMIT ${Math.abs(take)}`
  const ids = rows.map(({ id }) => id)
  return backward ? ids.reverse() : ids
}

/** How many issues have one of the words in their title. */
export const count = async (ctx: Ctx, words: string, filter: Filter): Promise<number> => {
  const [row] = await ctx.db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM ${tables(words)} WHERE ${matching(ctx, filter)}`
  return Number(row?.count ?? 0)
}
