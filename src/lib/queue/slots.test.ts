import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../../test/database.ts'
import { createLogger } from '../logger.ts'
import { connectSlots, type Slots } from './slots.ts'

const log = createLogger({ process: 'test', level: 'silent', pretty: false })

let database: TestDatabase
let one: Slots
let other: Slots

beforeAll(async () => {
  database = await createTestDatabase()
  one = connectSlots(database.url, log)
  other = connectSlots(database.url, log)
})
afterAll(async () => {
  await Promise.all([one.close(), other.close()])
  await database.drop()
})

test('as many places as allowed, over two processes; a released one is free again', async () => {
  const taken = await Promise.all([one.take('acme', 2), one.take('acme', 2), other.take('acme', 2)])
  const places = taken.filter((release) => release !== null)
  expect(places).toHaveLength(2)
  expect(await other.take('ada', 2)).not.toBeNull()
  await places[0]?.()
  expect(await other.take('acme', 2)).not.toBeNull()
  expect(await one.take('acme', 2)).toBeNull()
})

test('the connection is asked one thing at a time: pg warns otherwise, and will refuse', async () => {
  const warnings: Error[] = []
  const note = (warning: Error) => warnings.push(warning)
  process.on('warning', note)
  const places = await Promise.all(['a', 'b', 'c', 'd'].map((group) => one.take(group, 1)))
  await Promise.all(places.map((release) => release?.()))
  process.off('warning', note)
  expect(warnings).toEqual([])
})

test('a connection that broke gives its places back, and is made again', async () => {
  const release = await one.take('broken', 1)
  expect(await other.take('broken', 1)).toBeNull()
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  await client.query(`
    SELECT pg_terminate_backend(pid) FROM pg_locks
    WHERE locktype = 'advisory' AND database = (SELECT oid FROM pg_database
      WHERE datname = current_database())`)
  await client.end()
  const takes = () =>
    other.take('broken', 1).then(
      (place) => place !== null,
      () => false,
    )
  await expect.poll(takes, { timeout: 10_000 }).toBe(true)
  await expect(release?.()).resolves.toBeUndefined()
})
