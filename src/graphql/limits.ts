import { BadUserInput } from '#lib/errors.ts'
import { checkCursorOf, declaredCursors } from './list-cursors.ts'

/** Items on a page when the client names no number. */
export const defaultPageSize = 20

/** Items on a page at most. */
export const maximumPageSize = 100

type PageArguments = { first?: unknown; last?: unknown }

const checkPageSize = (name: 'first' | 'last', value: unknown) => {
  if (typeof value !== 'number' || value < 1 || value > maximumPageSize) {
    throw new BadUserInput(`\`${name}\` must be between 1 and ${maximumPageSize}`, [name])
  }
  return value
}

const pageSizeOf = ({ first, last }: PageArguments): number => {
  if (first != null && last != null) {
    throw new BadUserInput('Give `first` or `last`, not both', ['first'])
  }
  if (first != null) return checkPageSize('first', first)
  if (last != null) return checkPageSize('last', last)
  return defaultPageSize
}

/** Arguments that name the things to answer with, one by one. */
const listArguments = ['ids', 'numbers']

const numberOf = (name: string, values: unknown[]) => {
  if (values.length > maximumPageSize) {
    throw new BadUserInput(`\`${name}\` takes at most ${maximumPageSize}`, [name])
  }
  return values.length
}

/**
 * How many things a field answers with, by its arguments; null for a field whose arguments don't
 * say. Throws BAD_USER_INPUT when these ask for too many, for none, for both ends of a list, or for
 * the place of a cursor of another list.
 */
export const requestedSize = (
  field: { args: readonly { name: string }[]; extensions: object },
  args: Record<string, unknown>,
): number | null => {
  if (field.args.some(({ name }) => name === 'first')) {
    const cursors = declaredCursors(field)
    checkCursorOf(cursors, 'after', args.after)
    checkCursorOf(cursors, 'before', args.before)
    return pageSizeOf(args)
  }
  for (const name of listArguments) {
    const values = args[name]
    if (Array.isArray(values)) return numberOf(name, values)
  }
  return null
}
