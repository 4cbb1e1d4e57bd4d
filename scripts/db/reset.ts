// npm run db:reset: empties the database and migrates it. All data is lost.
import { parseArgs } from 'node:util'
import pg from 'pg'
import type { Env } from '#env.ts'
import { connectDatabase } from '#lib/db.ts'
import { applyMigrations } from '#lib/migrations.ts'
import { fail } from '#lib/process.ts'
import { seedOnce } from '#seed.ts'
import { withDatabase } from './database.ts'

const local = /^(localhost|127(\.\d+){3}|\[::1\]|)$/

/** Why the database must not be emptied just like that. */
const objection = (env: Env, confirmed: boolean) => {
  if (env.NODE_ENV === 'production') return 'Nothing is reset in production'
  const host = URL.parse(env.DATABASE_URL ?? '')?.hostname ?? ''
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

const confirmed = readConfirmed()

await withDatabase(async (url, env) => {
  const reason = objection(env, confirmed)
  if (reason) throw new Error(reason)
  await empty(url)
  const applied = await applyMigrations(url)
  const db = connectDatabase({ url, connections: 1 })
  await seedOnce(db).finally(() => db.$disconnect())
  console.log(`Emptied the database, applied ${applied.length} migrations, stored the demo data`)
})
