import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '../../test/database.ts'
import { hear } from '../../test/live.ts'
import { freePort } from '../../test/ports.ts'
import { hasRedis, type RunningRedis, startRedis } from '../../test/redis.ts'
import { createLogger } from './logger.ts'
import { connectPubSub, type PubSub } from './pubsub.ts'

type Topics = { news: { number: number; text?: string }; other: { number: number } }

const log = createLogger({ process: 'test', level: 'silent', pretty: false })

/** Breaks the connections of all listeners; ends when as many others listen in their place. */
const replaceListeners = async (url: string) => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  const listeners = async () => {
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity
       WHERE datname = current_database() AND query LIKE 'LISTEN%' AND state = 'idle'`,
    )
    return rows.map(({ pid }) => pid)
  }
  const before = await listeners()
  expect(before.length).toBeGreaterThan(0)
  await client.query('SELECT pg_terminate_backend(pid) FROM unnest($1::int[]) AS pid', [before])
  const others = async () => (await listeners()).filter((pid) => !before.includes(pid)).length
  await expect.poll(others, { timeout: 10_000 }).toBe(before.length)
  await client.end()
}

let database: TestDatabase
let redis: RunningRedis | undefined

beforeAll(async () => {
  database = await createTestDatabase()
  if (hasRedis) redis = await startRedis()
})

afterAll(async () => {
  redis?.stop()
  await database.drop()
})

const drivers = ['PostgreSQL', 'Redis'] as const

describe.each(drivers)('over %s', (driver) => {
  const there = driver === 'PostgreSQL' || hasRedis
  const open: PubSub<Topics>[] = []
  const connect = async () => {
    const pubsub = await connectPubSub<Topics>({
      databaseUrl: database.url,
      redisUrl: driver === 'Redis' ? redis?.url : undefined,
      log,
    })
    open.push(pubsub)
    return pubsub
  }
  afterAll(() => Promise.all(open.map((pubsub) => pubsub.close())))

  test.runIf(there)('a subscriber in another process hears, in order', async () => {
    const [here, elsewhere] = [await connect(), await connect()]
    const events = hear(elsewhere, 'news')
    const first = events.next()
    for (const number of [1, 2, 3]) await here.publish('news', { number })
    expect(await first).toEqual({ number: 1 })
    expect(await events.next()).toEqual({ number: 2 })
    expect(await events.next()).toEqual({ number: 3 })
  })

  test.runIf(there)('every subscriber hears, the publishing process too', async () => {
    const pubsub = await connect()
    const both = [hear(pubsub, 'news').next(), hear(pubsub, 'news').next()]
    await pubsub.publish('news', { number: 4 })
    expect(await Promise.all(both)).toEqual([{ number: 4 }, { number: 4 }])
  })

  test.runIf(there)('another topic is not heard', async () => {
    const pubsub = await connect()
    const next = hear(pubsub, 'news').next()
    await pubsub.publish('other', { number: 5 })
    await pubsub.publish('news', { number: 6 })
    expect(await next).toEqual({ number: 6 })
  })

  test.runIf(there)('who stopped listening hears nothing more', async () => {
    const pubsub = await connect()
    const [one, two] = [hear(pubsub, 'news'), hear(pubsub, 'news')]
    const heardByOne: number[] = []
    void one.next().then(({ number }) => heardByOne.push(number))
    one.stop()
    await pubsub.publish('news', { number: 8 })
    expect(await two.next()).toEqual({ number: 8 })
    expect(heardByOne).toEqual([])
  })

  test.runIf(there)('ping answers, and throws once closed', async () => {
    const pubsub = await connect()
    await expect(pubsub.ping()).resolves.toBeUndefined()
    await pubsub.close()
    open.splice(open.indexOf(pubsub), 1)
    await expect(pubsub.ping()).rejects.toThrow()
  })
})

test('PostgreSQL refuses an event of 8,000 bytes, with a reason', async () => {
  const pubsub = await connectPubSub<Topics>({ databaseUrl: database.url, log })
  const sending = pubsub.publish('news', { number: 1, text: 'x'.repeat(8_000) })
  await expect(sending).rejects.toThrow('send ids, not rows')
  await pubsub.close()
})

test('a listener whose connection broke connects again', async () => {
  const pubsub = await connectPubSub<Topics>({ databaseUrl: database.url, log })
  await replaceListeners(database.url)
  await expect.poll(() => pubsub.ping()).toBeUndefined()
  const next = hear(pubsub, 'news').next()
  await pubsub.publish('news', { number: 7 })
  expect(await next).toEqual({ number: 7 })
  await pubsub.close()
})

test('without the Redis that is given, events go over PostgreSQL', async () => {
  const redisUrl = `redis://127.0.0.1:${await freePort()}`
  const pubsub = await connectPubSub<Topics>({ databaseUrl: database.url, redisUrl, log })
  const next = hear(pubsub, 'news').next()
  await pubsub.publish('news', { number: 7 })
  expect(await next).toEqual({ number: 7 })
  await expect(pubsub.ping()).rejects.toThrow()
  await pubsub.close()
})
