import { Redis } from 'ioredis'
import type { Cache } from '../cache.ts'
import type { Logger } from '../logger.ts'

/** The cache in Redis, 7 or newer. Throws when that can't be reached. */
export const connectRedisCache = async (url: string, log: Logger): Promise<Cache> => {
  const redis = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 })
  redis.on('error', (error) => log.warn({ err: error }, 'Redis'))
  try {
    await redis.connect()
  } catch (error) {
    redis.disconnect()
    throw error
  }
  return {
    get: (key) => redis.get(key),
    set: async (key, value, ttlSeconds) => {
      await redis.set(key, value, 'EX', ttlSeconds)
    },
    setIfAbsent: async (key, value, ttlSeconds) => {
      // NX with GET answers what was there before, and null when this value was written.
      const before = await redis.call('SET', key, value, 'EX', ttlSeconds, 'NX', 'GET')
      return typeof before === 'string' ? before : value
    },
    delete: async (key) => {
      await redis.del(key)
    },
    ping: async () => {
      await redis.ping()
    },
    close: async () => redis.disconnect(),
  }
}
