import type { Cache } from '../cache.ts'
import type { Logger } from '../logger.ts'

const retryMs = 1_000

/**
 * Redis, and PostgreSQL while Redis can't be written. Reads and writes fail over at once; Redis is
 * tried again every second. What was written meanwhile is removed from Redis before it is used
 * again: an older value must not come back.
 */
export const withFallback = (redis: Cache, postgres: Cache, log: Logger): Cache => {
  const written = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  const recover = async () => {
    await redis.ping()
    for (const key of written) {
      await redis.delete(key)
      written.delete(key)
    }
    clearInterval(timer)
    timer = undefined
    log.info('the cache is in Redis again')
  }
  const failOver = (error: unknown) => {
    if (timer) return
    log.warn({ err: error }, 'the cache is in PostgreSQL until Redis can be written again')
    timer = setInterval(() => void recover().catch(() => undefined), retryMs).unref()
  }
  /** `key`: what the call writes, if it does. */
  const attempt = async <Result>(
    call: (cache: Cache) => Promise<Result>,
    key?: string,
  ): Promise<Result> => {
    if (!timer) {
      try {
        return await call(redis)
      } catch (error) {
        failOver(error)
      }
    }
    if (key !== undefined) written.add(key)
    return call(postgres)
  }

  return {
    get: (key) => attempt((cache) => cache.get(key)),
    set: (key, value, ttl) => attempt((cache) => cache.set(key, value, ttl), key),
    setIfAbsent: (key, value, ttl) => attempt((cache) => cache.setIfAbsent(key, value, ttl), key),
    delete: (key) => attempt((cache) => cache.delete(key), key),
    ping: async () => {
      try {
        await redis.ping()
      } catch (error) {
        failOver(error)
        throw error
      }
      if (timer) throw new Error('Redis has just come back')
    },
    close: async () => {
      clearInterval(timer)
      await Promise.all([redis.close(), postgres.close()])
    },
  }
}
