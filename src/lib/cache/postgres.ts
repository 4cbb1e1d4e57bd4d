import { Prisma } from '#generated/prisma/client.ts'
import type { Cache } from '../cache.ts'
import type { Database } from '../db.ts'

/** Rows that each write clears away, if so many are out of date: more than it can add. */
const swept = 10

const expiryOf = (ttlSeconds: number) =>
  Prisma.sql`now() + ${ttlSeconds}::int * interval '1 second'`

/** Out-of-date rows that nobody is writing; never the row that the same statement writes. */
const sweep = (key: string) => Prisma.sql`
  WITH swept AS (
    DELETE FROM cache_entry WHERE key IN (
      SELECT key FROM cache_entry WHERE expires_at <= now() AND key <> ${key}
      LIMIT ${swept} FOR UPDATE SKIP LOCKED
    )
  )`

/** The cache in our own database: the table `cache_entry`. */
export const postgresCache = (db: Database, ping: Cache['ping']): Cache => ({
  get: async (key) => {
    const [row] = await db.$queryRaw<{ value: string }[]>(
      Prisma.sql`SELECT value FROM cache_entry WHERE key = ${key} AND expires_at > now()`,
    )
    return row?.value ?? null
  },
  set: async (key, value, ttlSeconds) => {
    await db.$executeRaw(Prisma.sql`${sweep(key)}
      INSERT INTO cache_entry (key, value, expires_at)
      VALUES (${key}, ${value}, ${expiryOf(ttlSeconds)})
      ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires_at = excluded.expires_at`)
  },
  setIfAbsent: async (key, value, ttlSeconds) => {
    const [row] = await db.$queryRaw<{ value: string }[]>(Prisma.sql`${sweep(key)}
      INSERT INTO cache_entry AS here (key, value, expires_at)
      VALUES (${key}, ${value}, ${expiryOf(ttlSeconds)})
      ON CONFLICT (key) DO UPDATE SET
        value = CASE WHEN here.expires_at > now() THEN here.value ELSE excluded.value END,
        expires_at = CASE WHEN here.expires_at > now()
          THEN here.expires_at ELSE excluded.expires_at END
      RETURNING value`)
    return row?.value ?? value
  },
  delete: async (key) => {
    await db.$executeRaw(Prisma.sql`DELETE FROM cache_entry WHERE key = ${key}`)
  },
  ping,
  // The database belongs to the process, which closes it.
  close: async () => {},
})
