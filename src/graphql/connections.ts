import type { InterfaceRef, ObjectRef } from '@pothos/core'
import { type GraphQLResolveInfo, Kind, type SelectionSetNode } from 'graphql'
import { builder } from '#builder.ts'
import { costs } from './cost.ts'

type Counted = { totalCount?: number | (() => Promise<number> | number) }

/**
 * The one connection type, `IssueConnection` for `Issue`, that all lists of a type share, with
 * its edges and with the total that is counted only when asked for.
 */
export const connectionOf = <Shape, Parent>(
  type:
    | ObjectRef<typeof builder.$inferSchemaTypes, Shape, Parent>
    | InterfaceRef<typeof builder.$inferSchemaTypes, Shape, Parent>,
) =>
  builder.connectionObject(
    {
      type,
      name: `${type.name}Connection`,
      description: 'A page of a list.',
      fields: (t) => ({
        totalCount: t.int({
          description: 'How many items the whole list has.',
          // Tells the Prisma plugin that a selection of this alone needs no rows.
          extensions: { pothosPrismaTotalCount: true, ...costs({ loads: 1 }) },
          resolve: ({ totalCount = 0 }: Counted) =>
            typeof totalCount === 'function' ? totalCount() : totalCount,
        }),
      }),
    },
    { name: `${type.name}Edge`, description: 'An item of a list, with its place in it.' },
  )

type Nested = (selection: unknown, below: object) => unknown

/**
 * For connections whose rows stand between two things: what the client asks of the thing itself,
 * under `nodes` as well as under `edges`. Pothos' own helper looks under `edges` alone.
 */
export const belowConnection = (type: string, nested: unknown) => {
  const paths = [[{ name: 'nodes' }], [{ name: 'edges' }, { name: 'node' }]]
  return (selection?: unknown) => (nested as Nested)(selection, { getType: () => type, paths })
}

/** A page nobody looks at: of a list whose total alone is asked for. */
export const noItems = {
  edges: [],
  pageInfo: { startCursor: '', endCursor: '', hasPreviousPage: false, hasNextPage: false },
}

/** Whether a connection's items or its page are asked for, and not its total alone. */
export const selectsItems = ({ fieldNodes, fragments }: GraphQLResolveInfo): boolean => {
  const selects = (set: SelectionSetNode | undefined): boolean =>
    (set?.selections ?? []).some((selection) => {
      if (selection.kind === Kind.FIELD) {
        return !['totalCount', '__typename'].includes(selection.name.value)
      }
      return selection.kind === Kind.INLINE_FRAGMENT
        ? selects(selection.selectionSet)
        : selects(fragments[selection.name.value]?.selectionSet)
    })
  return fieldNodes.some(({ selectionSet }) => selects(selectionSet))
}
