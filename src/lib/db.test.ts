import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { createOrganization } from '../../test/demo.ts'
import { connectDatabase, type Database } from './db.ts'

let database: TestDatabase
let db: Database

beforeAll(async () => {
  database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`
    DO $$ BEGIN
      EXECUTE format('ALTER DATABASE %I SET timezone = ''America/New_York''', current_database());
    END $$`)
  await client.end()
  db = connectDatabase({ url: database.url })
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

test('every connection works in UTC, whatever the database’s own zone is', async () => {
  const zones = await Promise.all(
    Array.from({ length: 5 }, () => db.$queryRaw`SELECT current_setting('timezone') AS zone`),
  )
  expect(new Set(zones.map((rows) => JSON.stringify(rows)))).toEqual(new Set(['[{"zone":"UTC"}]']))
})

test('an instant is stored as the instant it is', async () => {
  const instant = new Date('2026-07-01T12:00:00.000Z')
  const { id } = await createOrganization(db)
  await db.organization.update({ where: { id }, data: { onboardedAt: instant } })
  const [row] = await db.$queryRaw<{ same: boolean }[]>`
    SELECT onboarded_at = '2026-07-01T12:00:00Z'::timestamptz AS same
    FROM organization WHERE id = ${id}::uuid`
  expect(row).toEqual({ same: true })
  const read = await db.organization.findUniqueOrThrow({ where: { id } })
  expect(read.onboardedAt).toEqual(instant)
})

test('logins and names are compared without case', async () => {
  await createOrganization(db, { login: 'CamelCase' })
  expect(await db.organization.findFirst({ where: { login: 'camelcase' } })).not.toBeNull()
  await expect(createOrganization(db, { login: 'CAMELCASE' })).rejects.toThrow(/unique/i)
})
