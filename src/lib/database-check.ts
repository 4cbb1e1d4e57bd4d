import { withClient } from './migrations/history.ts'

/** Ids come from `uuidv7()`, which PostgreSQL has from 18 on. */
const oldestMajor = 18

/**
 * Checks that a database is recent enough, before anything uses it. Throws one sentence when its
 * PostgreSQL is too old, and the driver's error when it can't be reached.
 */
export const checkDatabase = (url: string): Promise<void> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ server_version_num: string }>('SHOW server_version_num')
    const version = Number(rows[0]?.server_version_num)
    const major = Math.floor(version / 10_000)
    if (major >= oldestMajor) return
    throw new Error(
      `The database runs PostgreSQL ${major}.${version % 10_000}: PostgreSQL ${oldestMajor} or later is needed`,
    )
  })
