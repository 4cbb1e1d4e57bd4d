import { type DefaultConnectionArguments, resolveCursorConnection } from '@pothos/plugin-relay'
import type { Ctx } from '#context.ts'
import { encodeIssueCursor } from './list/cursor.ts'
import { findPlaces, type List } from './list/search.ts'

export type { Filter } from './list/filters.ts'
export type { Order } from './list/order.ts'
export { checkCursors, type List, totalOf } from './list/search.ts'

/**
 * A page of a list of issues. `find` reads the rows with these ids. Cursors hold sort values alone:
 * no row is looked up for one. Throws BAD_USER_INPUT for a cursor of another list.
 */
export const pageOf = <Row extends { id: string }>(
  ctx: Ctx,
  list: List,
  args: DefaultConnectionArguments,
  find: (ids: string[]) => Promise<Row[]>,
) => {
  const places = new Map<string, string[]>()
  const toCursor = ({ id }: Row) => encodeIssueCursor(list.order.field, places.get(id) ?? [])
  return resolveCursorConnection<Promise<Row[]>>({ args, toCursor }, async (range) => {
    const found = await findPlaces(ctx, list, range)
    for (const { id, place } of found) places.set(id, place)
    const rows = new Map((await find([...places.keys()])).map((row) => [row.id, row]))
    return found.flatMap(({ id }) => rows.get(id) ?? [])
  })
}
