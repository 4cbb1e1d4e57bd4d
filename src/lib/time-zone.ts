import { Prisma } from '#generated/prisma/client.ts'
import type { Database } from './db.ts'

/**
 * Throws, in words, when the database works in another zone than UTC: the driver would store other
 * instants than it was given. Connections ask for UTC when they open, which some poolers drop.
 */
export const requireUtc = async (db: Database): Promise<void> => {
  const [row] = await db.$queryRaw<{ zone: string }[]>(
    Prisma.sql`SELECT current_setting('TimeZone') AS zone`,
  )
  const zone = row?.zone ?? ''
  if (zone === 'UTC' || zone === 'Etc/UTC') return
  throw new Error(
    `The database works in the time zone "${zone}", and times would be stored shifted. ` +
      'Run `npm run db:migrate`, which gives the role of DATABASE_URL the zone UTC, ' +
      'and let the pooler open its connections again.',
  )
}
