import { resolve } from 'node:path'
import { type Env, loadEnv } from '#env.ts'
import { checkDatabase } from '#lib/database-check.ts'
import { messageOf } from '#lib/errors.ts'
import { startPostgres } from '#lib/postgres.ts'
import { fail } from '#lib/process.ts'

/**
 * Runs a script on the database that `npm start` would use. A server of our own that runs already
 * is left running. Ends the process with code 1 and one message when something fails.
 */
export async function withDatabase(
  script: (url: string, env: Env) => Promise<void>,
): Promise<void> {
  try {
    const env = loadEnv()
    if (env.DATABASE_URL) {
      await checkConnection(env.DATABASE_URL)
      await script(env.DATABASE_URL, env)
    } else {
      await withOwnDatabase(env.DATA_DIR, (url) => script(url, env))
    }
  } catch (error) {
    fail(error)
  }
}

async function withOwnDatabase(folder: string, script: (url: string) => Promise<void>) {
  const dataDir = resolve(folder, 'postgres')
  const starting = startPostgres({ dataDir })
  const end = (code: number) =>
    void starting.then((postgres) => postgres.stop()).then(() => process.exit(code), fail)
  process.once('SIGINT', () => end(130))
  process.once('SIGTERM', () => end(143))
  const postgres = await starting
  try {
    await script(postgres.url)
  } finally {
    await postgres.stop()
  }
}

async function checkConnection(url: string) {
  const { host, pathname } = new URL(url)
  try {
    await checkDatabase(url)
  } catch (error) {
    // A name with several addresses fails once for each.
    const faults = error instanceof AggregateError ? error.errors : [error]
    const reasons = faults.map(messageOf).join('; ')
    throw new Error(`The database of DATABASE_URL (${host}${pathname}) can't be used: ${reasons}`)
  }
}
