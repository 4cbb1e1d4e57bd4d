import type { Cache } from '../cache.ts'
import type { Logger } from '../logger.ts'
import { commands, isReady, openRedis, soon } from '../redis.ts'

/** The cache in Redis, 7 or newer, which need not be there yet. */
export const connectRedisCache = async (url: string, log: Logger): Promise<Cache> => {
  const redis = openRedis(url, log, commands)
  await soon(isReady(redis))
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
    // Neither a replica nor a Redis without memory takes it, though both answer PING.
    ping: async () => {
      await redis.set('polar:ready', '1', 'EX', 60)
    },
    close: async () => redis.disconnect(),
  }
}
