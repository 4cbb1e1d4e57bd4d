import { type DefaultConnectionArguments, resolveCursorConnection } from '@pothos/plugin-relay'
import { decodeCursor, encodeCursor } from '#lib/cursors.ts'
import { BadUserInput } from '#lib/errors.ts'

/**
 * A page of a list that is in memory whole, in order. `keyOf` names an item within the list.
 * Throws BAD_USER_INPUT for a cursor whose item is not in the list.
 */
export const pageOfList = <Item>(
  items: readonly Item[],
  args: DefaultConnectionArguments,
  { list, keyOf }: { list: string; keyOf: (item: Item) => string },
) => {
  const indexOf = (cursor: string) => {
    const key = decodeCursor(list, cursor)
    const index = items.findIndex((item) => keyOf(item) === key)
    if (index < 0) throw new BadUserInput('The item of the cursor is not in the list any more')
    return index
  }
  return resolveCursorConnection<Item[]>(
    { args, toCursor: (item) => encodeCursor(list, keyOf(item)) },
    ({ limit, after, before, inverted }) => {
      const from = after == null ? 0 : indexOf(after) + 1
      const between = items.slice(from, before == null ? items.length : indexOf(before))
      return (inverted ? between.reverse() : between).slice(0, limit)
    },
  ).then((page) => ({ ...page, totalCount: items.length }))
}
