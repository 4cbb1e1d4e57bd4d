import SchemaBuilder, {
  BasePlugin,
  type PothosOutputFieldConfig,
  PothosSchemaError,
  type SchemaTypes,
} from '@pothos/core'
import type { GraphQLFieldResolver } from 'graphql'

declare global {
  // Pothos' plugins add their types in this way.
  namespace PothosSchemaTypes {
    interface Plugins<Types extends SchemaTypes> {
      listLimits: ListLimitsPlugin<Types>
    }
  }
}

const pluginName = 'listLimits'

export default pluginName

/** What a list that is no connection carries in its `extensions`, for the cost of operations. */
export type ListExtensions = { maximumItems: number }

/**
 * Options of a field whose list is no connection: its description, which states the maximum, and
 * the maximum itself, beside other `extensions`. What a resolver answers beyond it is cut off.
 */
export const atMost = (maximumItems: number, description: string, extensions: object = {}) => ({
  description: `${description} At most ${maximumItems}.`,
  extensions: { ...extensions, maximumItems } satisfies ListExtensions,
})

/** The maximum of a list that is no connection; undefined for any other field. */
export const maximumItemsOf = (field: {
  extensions?: Readonly<Record<string, unknown>> | null | undefined
}): number | undefined => {
  const maximum = field.extensions?.maximumItems
  return typeof maximum === 'number' ? maximum : undefined
}

/** A page, which its connection's `first` or `last` bounds. */
const isPage = ({ parentType, name }: { parentType: string; name: string }) =>
  parentType.endsWith('Connection') && ['edges', 'nodes'].includes(name)

const cut = (items: unknown, maximum: number) =>
  Array.isArray(items) && items.length > maximum ? items.slice(0, maximum) : items

/** Refuses to build a schema with a list that may grow without bound, and bounds the others. */
class ListLimitsPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {
  override onOutputFieldConfig(field: PothosOutputFieldConfig<Types>) {
    const maximum = maximumItemsOf(field)
    const isStated = (field.description ?? '').includes(`At most ${maximum}.`)
    if (field.type.kind === 'List' && !isPage(field) && !isStated) {
      throw new PothosSchemaError(
        `${field.parentType}.${field.name} must be a connection, or a list with a maximum: ` +
          'spread atMost(…) of graphql/list-limits.ts into its options',
      )
    }
    return field
  }

  override wrapResolve(
    resolver: GraphQLFieldResolver<unknown, Types['Context'], object>,
    field: PothosOutputFieldConfig<Types>,
  ): GraphQLFieldResolver<unknown, Types['Context'], object> {
    const maximum = maximumItemsOf(field)
    if (field.type.kind !== 'List' || maximum === undefined) return resolver
    return (...of) => {
      const items = resolver(...of)
      return items instanceof Promise
        ? items.then((settled) => cut(settled, maximum))
        : cut(items, maximum)
    }
  }
}

SchemaBuilder.registerPlugin(pluginName, ListLimitsPlugin)
