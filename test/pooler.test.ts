import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createApp } from '#app.ts'
import { readEnv } from '#env.ts'
import { connectDatabase } from '#lib/db.ts'
import { createLogger } from '#lib/logger.ts'
import { withClient } from '#lib/migrations/history.ts'
import { applyMigrations } from '#lib/migrations.ts'
import { createTestDatabase, type TestDatabase } from './database.ts'
import { startPooler } from './pooler.ts'

let database: TestDatabase
let pooler: Awaited<ReturnType<typeof startPooler>>

const execute = async (url: string, sql: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const { rows } = await client.query(sql)
  await client.end()
  return rows
}

beforeAll(async () => {
  database = await createTestDatabase()
  pooler = await startPooler(database.url)
  const name = new URL(database.url).pathname.slice(1)
  await execute(database.url, `ALTER DATABASE ${name} SET TimeZone = 'Asia/Tokyo'`)
})
afterAll(async () => {
  await pooler.stop()
  await database.drop()
})

test('a database in another zone than UTC is refused in words', async () => {
  const env = readEnv({ NODE_ENV: 'test', PORT: '0', DATABASE_URL: pooler.url })
  const log = createLogger({ process: 'test', level: 'silent', pretty: false })
  await expect(createApp({ env, log })).rejects.toThrow(
    /works in the time zone "Asia\/Tokyo".*npm run db:migrate/,
  )
})

test('the migration step gives the role UTC and a time-out, which hold behind a pooler', async () => {
  await applyMigrations(pooler.url)
  expect(await execute(pooler.url, 'SHOW TimeZone')).toEqual([{ TimeZone: 'UTC' }])
  expect(await execute(pooler.url, 'SHOW statement_timeout')).toEqual([
    { statement_timeout: '30s' },
  ])
  const db = connectDatabase({ url: pooler.url, connections: 1 })
  const expiresAt = new Date('2026-11-30T12:00:00Z')
  await db.cacheEntry.create({ data: { key: 'time', value: '', expiresAt } })
  expect((await db.cacheEntry.findUniqueOrThrow({ where: { key: 'time' } })).expiresAt).toEqual(
    expiresAt,
  )
  const [row] = await execute(
    database.url,
    `SELECT extract(epoch FROM expires_at)::int AS seconds FROM cache_entry WHERE key = 'time'`,
  )
  expect(row.seconds).toBe(expiresAt.getTime() / 1_000)
  await db.$disconnect()
})

test('migrating itself has no time-out', async () => {
  const limit = await withClient(pooler.url, async (client) => {
    const { rows } = await client.query('SHOW statement_timeout')
    return rows
  })
  expect(limit).toEqual([{ statement_timeout: '0' }])
})
