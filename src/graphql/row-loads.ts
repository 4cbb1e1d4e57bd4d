import { createBatch } from '#lib/batch.ts'
import type { Database } from '#lib/db.ts'

type Row = { id: string }
type Query = { select?: object; include?: object }
type Where = { id?: unknown }

/** The part of a Prisma delegate that loads one row, or many. */
type Delegate = {
  findMany: (query: object) => Promise<Row[]>
  findUnique: (query: Query & { where: Where }) => Promise<Row | null>
}

const isDelegate = (value: unknown): value is Delegate =>
  typeof value === 'object' && value !== null && 'findUnique' in value

const withId = ({ select, ...query }: Query) =>
  select ? { ...query, select: { ...select, id: true } } : query

/** What loads of rows have in common that one statement can answer. */
const keyOf = (...parts: object[]) =>
  JSON.stringify(parts, (_key, value) => (typeof value === 'bigint' ? `${value}n` : value))

const batched = (delegate: Delegate) => {
  const loaders = new Map<string, (id: string) => Promise<Row | null>>()

  const loaderOf = (query: Query, condition: object) => {
    const key = keyOf(query, condition)
    const known = loaders.get(key)
    if (known) return known
    const load = createBatch<Delegate, Row | null>(async (_delegate, ids) => {
      const where = { AND: [condition, { id: { in: ids } }] }
      const rows = await delegate.findMany({ ...withId(query), where })
      return new Map(rows.map((row) => [row.id, row]))
    }, null)
    const loader = (id: string) => load(delegate, id)
    loaders.set(key, loader)
    return loader
  }

  const findUnique = async ({ where, ...query }: Query & { where: Where }) => {
    const { id, ...condition } = where
    return typeof id === 'string'
      ? loaderOf(query, condition)(id)
      : delegate.findUnique({ where, ...query })
  }
  const findUniqueOrThrow = async (query: Query & { where: Where }) => {
    const row = await findUnique(query)
    if (!row) throw new Error('The row is gone, or not for the viewer any more')
    return row
  }
  return { findUnique, findUniqueOrThrow }
}

/**
 * The database for Pothos' Prisma plugin, for one request. Where two selections of a relation
 * differ, the plugin loads every parent row again by `findUniqueOrThrow`, and a lone `totalCount` by
 * `findUnique`: a statement each. Here all rows that are loaded in one tick with the same selection
 * share one statement.
 */
export const batchRowLoads = (db: Database): Database => {
  const delegates = new Map<string | symbol, unknown>()
  const delegateOf = (delegate: Delegate) => {
    const own: Partial<Record<string | symbol, unknown>> = batched(delegate)
    return new Proxy(delegate, {
      get: (target, method) => own[method] ?? Reflect.get(target, method),
    })
  }
  return new Proxy(db, {
    get: (target, name) => {
      const value = Reflect.get(target, name)
      if (!isDelegate(value)) return value
      if (!delegates.has(name)) delegates.set(name, delegateOf(value))
      return delegates.get(name)
    },
  })
}
