import { Prisma } from '#generated/prisma/client.ts'
import type { Transaction } from './db.ts'

/**
 * Waits until no other transaction holds the lock on this thing, and holds it until this one ends.
 * Serializes finding and then writing a row that may not exist yet. Take locks in the order of
 * the domains, so that two transactions never wait for each other.
 */
export const lock = async (db: Transaction, kind: string, id: bigint | string) => {
  const key = `${kind}:${id}`
  await db.$executeRaw(Prisma.sql`SELECT pg_advisory_xact_lock(hashtextextended(${key}, 0))`)
}
