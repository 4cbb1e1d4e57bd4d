import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { freePort } from '../../test/ports.ts'
import { hasRedis, type RunningRedis, startRedis } from '../../test/redis.ts'
import { type Cache, connectCache } from './cache.ts'
import { connectDatabase, type Database } from './db.ts'
import { createLogger } from './logger.ts'

const log = createLogger({ process: 'test', level: 'silent', pretty: false })

let database: TestDatabase
let db: Database
let redis: RunningRedis | undefined

beforeAll(async () => {
  database = await createTestDatabase()
  db = connectDatabase({ url: database.url })
  if (hasRedis) redis = await startRedis()
})
afterAll(async () => {
  redis?.stop()
  await db.$disconnect()
  await database.drop()
})

const drivers = ['PostgreSQL', 'Redis'] as const

describe.each(drivers)('in %s', (driver) => {
  const there = driver === 'PostgreSQL' || hasRedis
  const open: Cache[] = []
  const connect = async () => {
    const redisUrl = driver === 'Redis' ? redis?.url : undefined
    const cache = await connectCache({ db, redisUrl, log })
    open.push(cache)
    return cache
  }
  afterAll(() => Promise.all(open.map((cache) => cache.close())))

  test.runIf(there)('another process reads what one has written, until it is deleted', async () => {
    const [here, elsewhere] = [await connect(), await connect()]
    const key = randomUUID()
    expect(await elsewhere.get(key)).toBeNull()
    await here.set(key, 'one', 60)
    expect(await elsewhere.get(key)).toBe('one')
    await elsewhere.set(key, 'two', 60)
    expect(await here.get(key)).toBe('two')
    await here.delete(key)
    expect(await elsewhere.get(key)).toBeNull()
    await expect(here.delete(key)).resolves.toBeUndefined()
  })

  test.runIf(there)('of many first writers one wins, and all are told its value', async () => {
    const caches = [await connect(), await connect(), await connect()]
    const key = randomUUID()
    const told = await Promise.all(
      Array.from({ length: 30 }, (_, number) =>
        caches[number % 3]?.setIfAbsent(key, `${number}`, 60),
      ),
    )
    expect(new Set(told).size).toBe(1)
    expect(await caches[0]?.get(key)).toBe(told[0])
  })

  test.runIf(there)('a value ends with its time; then a first writer may write again', async () => {
    const cache = await connect()
    const [read, taken] = [randomUUID(), randomUUID()]
    await cache.set(read, 'old', 0.5)
    expect(await cache.setIfAbsent(taken, 'old', 0.5)).toBe('old')
    expect(await cache.setIfAbsent(taken, 'new', 60)).toBe('old')
    await expect.poll(() => cache.get(read), { timeout: 5_000 }).toBeNull()
    await expect.poll(() => cache.setIfAbsent(taken, 'new', 60), { timeout: 5_000 }).toBe('new')
    expect(await cache.get(taken)).toBe('new')
  })

  test.runIf(there)('ping answers', async () => {
    await expect((await connect()).ping()).resolves.toBeUndefined()
  })
})

test('out-of-date rows are cleared away by those who write', async () => {
  const cache = await connectCache({ db, log })
  await db.cacheEntry.deleteMany()
  const expiresAt = new Date(Date.now() - 1_000)
  const entry = (number: number) => ({ key: `polar:old-${number}`, value: 'x', expiresAt })
  await db.cacheEntry.createMany({ data: Array.from({ length: 12 }, (_, number) => entry(number)) })
  await cache.set('old-3', 'anew', 60)
  await cache.setIfAbsent('old-4', 'anew', 60)
  const left = await db.cacheEntry.findMany({ select: { key: true }, orderBy: { key: 'asc' } })
  expect(left.map(({ key }) => key)).toEqual(['polar:old-3', 'polar:old-4'])
})

test.runIf(hasRedis)('its keys in Redis begin with polar:', async () => {
  const { Redis } = await import('ioredis')
  const client = new Redis(redis?.url ?? '')
  const cache = await connectCache({ db, redisUrl: redis?.url, log })
  const key = randomUUID()
  await cache.set(key, 'here', 60)
  expect(await client.get(`polar:${key}`)).toBe('here')
  await cache.close()
  client.disconnect()
})

test('without the Redis that is given, PostgreSQL keeps what is written', async () => {
  const redisUrl = `redis://127.0.0.1:${await freePort()}`
  const cache = await connectCache({ db, redisUrl, log })
  const key = randomUUID()
  await cache.set(key, 'here', 60)
  expect(await cache.get(key)).toBe('here')
  await expect(cache.ping()).rejects.toThrow()
  await cache.close()
})
