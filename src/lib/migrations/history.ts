import pg from 'pg'
import { z } from 'zod'

/** A row of Prisma's table `_prisma_migrations` that was not rolled back. */
export type HistoryEntry = z.output<typeof entry>

const entry = z.object({
  name: z.string(),
  checksum: z.string(),
  /** Null when it failed, or is being applied right now. */
  finishedAt: z.date().nullable(),
  /** What the database said when it failed. */
  logs: z.string().nullable(),
})

const undefinedTable = '42P01'
/** Any number that only this lock uses. */
const migrating = 7_065_080_011

/** What was applied, oldest first; nothing when the database has not been migrated yet. */
export const readHistory = (url: string): Promise<HistoryEntry[]> =>
  withClient(url, async (client) => {
    try {
      const { rows } = await client.query(
        `SELECT migration_name AS name, checksum, finished_at AS "finishedAt", logs
         FROM _prisma_migrations WHERE rolled_back_at IS NULL ORDER BY started_at`,
      )
      return z.array(entry).parse(rows)
    } catch (error) {
      if (error instanceof pg.DatabaseError && error.code === undefinedTable) return []
      throw error
    }
  })

/** Does `work` while no other process migrates this database, however long that takes. */
export const withMigrationLock = <Result>(url: string, work: () => Promise<Result>) =>
  withClient(url, async (client) => {
    // The lock ends with the session. The engine has one of its own but gives up after 10 s.
    await client.query('SELECT pg_advisory_lock($1)', [migrating])
    return work()
  })

export async function withClient<Result>(
  url: string,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
    // The role's limit is for the application: a migration may take longer, and wait for another.
    await client.query('SET statement_timeout = 0')
    return await use(client)
  } finally {
    await client.end()
  }
}
