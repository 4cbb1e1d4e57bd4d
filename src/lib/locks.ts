import { Prisma } from '#generated/prisma/client.ts'
import type { Transaction } from './db.ts'

type Id = bigint | string

/**
 * Waits until no other transaction holds the lock on this thing, and holds it until this one ends.
 * Serializes finding and then writing a row that may not exist yet. Take locks in the order of
 * the domains, so that two transactions never wait for each other.
 */
export const lock = (db: Transaction, kind: string, id: Id) => lockAll(db, kind, [id])

/** `lock` for many things of a kind at once, in an order that is the same for everybody. */
export const lockAll = async (db: Transaction, kind: string, ids: Id[]) => {
  const keys = [...new Set(ids.map((id) => `${kind}:${id}`))].sort()
  if (keys.length === 0) return
  await db.$executeRaw(
    Prisma.sql`
      SELECT pg_advisory_xact_lock(hashtextextended(key, 0))
      FROM unnest(${keys}::text[]) WITH ORDINALITY AS wanted(key, place) ORDER BY place`,
  )
}
