import { BadUserInput } from '#lib/errors.ts'

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

const uuid = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}'

/** What stands in cursors: Prisma's of a row's id, or the name of a list or type and a place. */
const cursorText = new RegExp(`^(?:GPC:S:${uuid}|(?!GPC:)[A-Z][\\w.]*:[\\w:.-]+)$`, 'i')

/** Throws BAD_USER_INPUT for a text that no list gave out as a cursor. */
const checkCursor = (name: 'after' | 'before', value: unknown) => {
  if (value == null) return
  const isBase64 = typeof value === 'string' && /^[\w+/-]+=*$/.test(value)
  if (isBase64 && cursorText.test(Buffer.from(value, 'base64url').toString())) return
  throw new BadUserInput(`\`${name}\` is not a cursor of this API`, [name])
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
 * say. Throws BAD_USER_INPUT when these ask for too many, for none, or for both ends of a list.
 */
export const requestedSize = (
  field: { args: readonly { name: string }[] },
  args: Record<string, unknown>,
): number | null => {
  if (field.args.some(({ name }) => name === 'first')) {
    checkCursor('after', args.after)
    checkCursor('before', args.before)
    return pageSizeOf(args)
  }
  for (const name of listArguments) {
    const values = args[name]
    if (Array.isArray(values)) return numberOf(name, values)
  }
  return null
}
