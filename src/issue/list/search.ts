import type { Ctx } from '#context.ts'
import { Prisma } from '#generated/prisma/client.ts'
import { wordsQuery } from '#lib/text.ts'
import { decodeIssueCursor, placeOf } from './cursor.ts'
import { conditionsOf, type Filter } from './filters.ts'
import { type Order, type SortKey, sortKeysOf } from './order.ts'

// Prisma has no word for text search, nor for a position given by values, so this is SQL by hand.

/** A list of issues: what filters and sorts it, and a text of whose words each title has one. */
export type List = { filter: Filter; order: Order; text?: string | null | undefined }

/** The part of a list between two cursors, read from its end if `inverted`. */
export type Range = {
  after?: string | undefined
  before?: string | undefined
  limit: number
  inverted: boolean
}

/** An issue's place in a list: its sort values as texts. */
export type Place = { id: string; place: string[] }

/** The words of a text as a query in SQL; null if there is no word in it. */
const queryIn = ({ config }: Ctx, text: string | null | undefined) => {
  const words = wordsQuery(text ?? '', {
    words: config.SEARCH_WORDS,
    prefixCharacters: config.SEARCH_PREFIX_CHARACTERS,
  })
  return words === null ? null : Prisma.sql`to_tsquery('simple', ${words})`
}

const tables = Prisma.sql`issue i
  JOIN repository r ON r.id = i.repository_id
  JOIN organization o ON o.id = i.organization_id`

const matching = ({ viewer }: Ctx, filter: Filter, query: Prisma.Sql | null) =>
  Prisma.sql`${conditionsOf(viewer, filter)}
    ${query ? Prisma.sql`AND i.title_tsv @@ ${query}` : Prisma.empty}`

/** Ranking reads each match, so that only the newest ones are ranked. */
const newest = (ctx: Ctx, matches: Prisma.Sql) => Prisma.sql`(
  SELECT i.id, i.title_tsv, i.issue_updated_at FROM ${tables} WHERE ${matches}
  ORDER BY i.issue_created_at DESC, i.id DESC LIMIT ${ctx.config.SEARCH_MATCHES}) i`

/** The condition that a row lies on one side of a cursor. */
const beyond = (order: Order, keys: SortKey[], cursor: string | undefined, isAfter: boolean) => {
  if (cursor === undefined) return Prisma.empty
  const operator = Prisma.raw(isAfter === (order.direction === 'asc') ? '>' : '<')
  const columns = Prisma.join(keys.map(({ column }) => column))
  return Prisma.sql`AND (${columns}) ${operator} (${decodeIssueCursor(order.field, keys, cursor)})`
}

/** Throws BAD_USER_INPUT for cursors that a list searched and sorted like this did not give out. */
export const checkCursors = (
  { order, text }: Pick<List, 'order' | 'text'>,
  cursors: (string | null | undefined)[],
) => {
  const isSearch = wordsQuery(text ?? '') !== null
  const keys = sortKeysOf(order, isSearch ? Prisma.empty : null)
  for (const cursor of cursors) if (cursor != null) decodeIssueCursor(order.field, keys, cursor)
}

/**
 * The places of a part of a list, in the order in which they are read. Throws BAD_USER_INPUT for a
 * cursor of another list.
 */
export const findPlaces = async (
  ctx: Ctx,
  { filter, order, text }: List,
  { after, before, limit, inverted }: Range,
): Promise<Place[]> => {
  const query = queryIn(ctx, text)
  const keys = sortKeysOf(order, query && Prisma.sql`ts_rank_cd(i.title_tsv, ${query})`)
  const matches = matching(ctx, filter, query)
  const isRanked = query !== null && order.field === 'RELEVANCE'
  const direction = Prisma.raw((order.direction === 'asc') === inverted ? 'DESC' : 'ASC')
  return ctx.db.$queryRaw<Place[]>`
    SELECT i.id::text AS id, ${placeOf(keys)} AS place
    FROM ${isRanked ? newest(ctx, matches) : tables}
    WHERE ${isRanked ? Prisma.sql`TRUE` : matches}
      ${beyond(order, keys, after, true)} ${beyond(order, keys, before, false)}
    ORDER BY ${Prisma.join(keys.map(({ column }) => Prisma.sql`${column} ${direction}`))}
    LIMIT ${limit}`
}

/** How many issues a list has. Of those that a text finds it counts SEARCH_MATCHES at most. */
export const totalOf = async (ctx: Ctx, { filter, text }: Omit<List, 'order'>): Promise<number> => {
  const query = queryIn(ctx, text)
  const limit = query ? Prisma.sql`LIMIT ${ctx.config.SEARCH_MATCHES}` : Prisma.empty
  const [row] = await ctx.db.$queryRaw<{ count: bigint }[]>`
    SELECT count(*) FROM (
      SELECT FROM ${tables} WHERE ${matching(ctx, filter, query)} ${limit}) matches`
  return Number(row?.count ?? 0)
}
