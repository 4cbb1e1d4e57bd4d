// npm run db:reset: empties the database and migrates it. All data is lost.
import { parseArgs } from 'node:util'
import pg from 'pg'
import { applyMigrations } from '#lib/migrations.ts'
import { fail } from '#lib/process.ts'
import { withDatabase } from './database.ts'

const local = /^(localhost|127(\.\d+){3}|\[::1\]|)$/

/** Why the database must not be emptied just like that. */
const objection = (confirmed: boolean) => {
  if (process.env.NODE_ENV === 'production') return 'Nothing is reset in production'
  const host = URL.parse(process.env.DATABASE_URL ?? '')?.hostname ?? ''
  if (local.test(host) || confirmed) return undefined
  return `All data on ${host} would be lost. If you mean it: npm run db:reset -- --yes`
}

const readConfirmed = () => {
  try {
    return parseArgs({ options: { yes: { type: 'boolean' } } }).values.yes === true
  } catch {
    return fail(new Error('Usage: npm run db:reset [-- --yes]'))
  }
}

const empty = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rowCount } = await client.query(
      `SELECT FROM pg_stat_activity WHERE datname = current_database()
       AND backend_type = 'client backend' AND pid <> pg_backend_pid()`,
    )
    if (rowCount)
      throw new Error(`The database is in use (${rowCount} connections): stop the API first`)
    await client.query(
      `DROP SCHEMA IF EXISTS public CASCADE; DROP SCHEMA IF EXISTS pgboss CASCADE;
       CREATE SCHEMA public; GRANT USAGE ON SCHEMA public TO PUBLIC`,
    )
  } finally {
    await client.end()
  }
}

const reason = objection(readConfirmed())
if (reason) fail(new Error(reason))

await withDatabase(async (url) => {
  await empty(url)
  const applied = await applyMigrations(url)
  console.log(`Emptied the database and applied ${applied.length} migrations`)
})
