import { brandWithType } from '@pothos/core'
import { queryFromInfo } from '@pothos/plugin-prisma'
import type { GraphQLResolveInfo } from 'graphql'
import type { Ctx } from '#context.ts'
import { BadUserInput } from '#lib/errors.ts'

type Row = { id: string }

/** Finds those of some rows that the viewer may see, with what the client selected, in one go. */
type Loader = (query: object, ids: string[], ctx: Ctx) => Promise<Row[]>

const loaders = new Map<string, { loader: Loader; hasModel: boolean }>()

/** Says how things of a Node type are fetched by their ids. Every Node type needs one. */
export const loadNodesOf = (type: string, loader: Loader) => {
  loaders.set(type, { loader, hasModel: true })
}

/** As `loadNodesOf`, for a Node type that is no model of Prisma: it is loaded whole. */
export const loadOtherNodesOf = (
  type: string,
  loader: (ids: string[], ctx: Ctx) => Promise<Row[]>,
) => {
  loaders.set(type, { loader: (_query, ids, ctx) => loader(ids, ctx), hasModel: false })
}

/**
 * Things by their ids, in that order; null where there is none that the viewer may see. One
 * statement a type, however many ids. Throws BAD_USER_INPUT for an id of a type that is no Node.
 */
export const loadNodes = async (
  ids: readonly { typename: string; id: string }[],
  ctx: Ctx,
  info: GraphQLResolveInfo,
): Promise<(Row | null)[]> => {
  const found = new Map<string, Row>()
  const load = async (type: string, wanted: { id: string }[]) => {
    const known = loaders.get(type)
    if (!known) throw new BadUserInput(`Things of the type ${type} can't be fetched by an id`)
    const query = known.hasModel ? queryFromInfo({ context: ctx, info, typeName: type }) : {}
    for (const row of await known.loader(query, [...new Set(wanted.map(({ id }) => id))], ctx)) {
      brandWithType(row, type as never)
      found.set(`${type}:${row.id}`, row)
    }
  }
  const types = Map.groupBy(ids, ({ typename }) => typename)
  await Promise.all([...types].map(([type, wanted]) => load(type, wanted)))
  return ids.map(({ typename, id }) => found.get(`${typename}:${id}`) ?? null)
}
