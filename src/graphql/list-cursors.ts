import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  type SchemaTypes,
} from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'
import { BadUserInput } from '#lib/errors.ts'

declare global {
  // Pothos' plugins add their types in this way.
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      listCursors: ListCursorsPlugin<Types>
    }
  }
}

const pluginName = 'listCursors'

export default pluginName

/** How the Prisma plugin writes a cursor: it knows no list, only a row's id. */
const rowPrefix = 'GPC:S:'

const decode = (cursor: string) => Buffer.from(cursor, 'base64url').toString()
const encode = (text: string) => Buffer.from(text).toString('base64url')

const row = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/

/**
 * Declares how the cursors of a list look, decoded: its name, a colon, and the place of an item.
 * `extensions: cursorsOf(/Backing/)`. Without it they are those of Prisma's rows.
 */
export const cursorsOf = (list: RegExp, place = row): { cursors: RegExp } => ({
  cursors: new RegExp(`^${list.source}:${place.source}$`),
})

/** How the cursors of a field that is a list look, decoded. */
export const declaredCursors = (field: { extensions: object }): RegExp | undefined =>
  (field.extensions as { cursors?: RegExp }).cursors

/** Throws BAD_USER_INPUT for what is no cursor, or one that another list has given out. */
export const checkCursorOf = (cursors: RegExp | undefined, argument: string, cursor: unknown) => {
  if (cursor == null || !cursors) return
  const text = typeof cursor === 'string' && /^[\w+/-]+=*$/.test(cursor) ? decode(cursor) : ''
  if (!cursors.test(text)) {
    throw new BadUserInput(`\`${argument}\` is not a cursor of this list`, [argument])
  }
}

/** A cursor of the Prisma plugin as clients get it; another one as it is. */
const toClient = (list: string, cursor: unknown) => {
  const text = typeof cursor === 'string' ? decode(cursor) : ''
  return text.startsWith(rowPrefix) ? encode(`${list}:${text.slice(rowPrefix.length)}`) : cursor
}

/** The Prisma plugin's cursor of one that a client got; another one as it is. */
const fromClient = (list: string, cursor: unknown) => {
  const text = typeof cursor === 'string' ? decode(cursor) : ''
  return text.startsWith(`${list}:`) ? encode(`${rowPrefix}${text.slice(list.length + 1)}`) : cursor
}

type Connection = {
  edges?: ({ cursor?: unknown } | null)[] | null
  pageInfo?: { startCursor?: unknown; endCursor?: unknown }
} | null

const nameCursors = (list: string, connection: Connection) => {
  for (const edge of connection?.edges ?? []) if (edge) edge.cursor = toClient(list, edge.cursor)
  const pageInfo = connection?.pageInfo
  if (pageInfo) {
    pageInfo.startCursor = toClient(list, pageInfo.startCursor)
    pageInfo.endCursor = toClient(list, pageInfo.endCursor)
  }
  return connection
}

const isConnection = ({ args }: { args: object }) => 'after' in args && 'before' in args

/** Writes into the cursors of Prisma's connections which list they belong to, and refuses others. */
class ListCursorsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>) {
    if (!isConnection(field)) return field
    const list = `${field.parentType}.${field.name}`
    if (field.extensions?.cursors) return field
    const map = (args: Record<string, unknown>) => ({
      ...args,
      after: fromClient(list, args.after),
      before: fromClient(list, args.before),
    })
    return {
      ...field,
      extensions: { ...field.extensions, ...cursorsOf(new RegExp(list.replaceAll('.', '\\.'))) },
      argMappers: [...(field.argMappers ?? []), map],
    }
  }

  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    if (!isConnection(field)) return resolver
    const list = `${field.parentType}.${field.name}`
    return (...of) => {
      const connection = resolver(...of)
      return connection instanceof Promise
        ? connection.then((settled) => nameCursors(list, settled))
        : nameCursors(list, connection as Connection)
    }
  }
}

SchemaBuilder.registerPlugin(pluginName, ListCursorsPlugin)
