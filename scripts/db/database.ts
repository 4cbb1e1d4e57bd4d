import { resolve } from 'node:path'
import pg from 'pg'
import { messageOf } from '#lib/errors.ts'
import { startPostgres } from '#lib/postgres.ts'
import { fail } from '#lib/process.ts'

/**
 * Runs a script on the database that `npm start` would use. A server of our own that runs already
 * is left running. Ends the process with code 1 and one message when something fails.
 */
export async function withDatabase(script: (url: string) => Promise<void>): Promise<void> {
  try {
    const given = process.env.DATABASE_URL
    if (given) {
      await checkConnection(given)
      await script(given)
    } else {
      await withOwnDatabase(script)
    }
  } catch (error) {
    fail(error)
  }
}

async function withOwnDatabase(script: (url: string) => Promise<void>) {
  const dataDir = resolve(process.env.DATA_DIR || '.data', 'postgres')
  const postgres = await startPostgres({ dataDir })
  const end = (code: number) => void postgres.stop().then(() => process.exit(code), fail)
  process.once('SIGINT', () => end(130))
  process.once('SIGTERM', () => end(143))
  try {
    await script(postgres.url)
  } finally {
    await postgres.stop()
  }
}

async function checkConnection(url: string) {
  if (!/^postgres(ql)?:$/.test(URL.parse(url)?.protocol ?? '')) {
    throw new Error('DATABASE_URL must look like postgres://user:password@host:5432/database')
  }
  const { host, pathname } = new URL(url)
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  try {
    await client.connect()
  } catch (error) {
    // A name with several addresses fails once for each.
    const faults = error instanceof AggregateError ? error.errors : [error]
    const reasons = faults.map(messageOf).join('; ')
    throw new Error(`The database of DATABASE_URL (${host}${pathname}) can't be used: ${reasons}`)
  } finally {
    await client.end()
  }
}
