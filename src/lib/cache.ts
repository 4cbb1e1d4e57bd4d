import { withFallback } from './cache/fallback.ts'
import { postgresCache } from './cache/postgres.ts'
import { connectRedisCache } from './cache/redis.ts'
import type { Database } from './db.ts'
import type { Logger } from './logger.ts'

/**
 * Short texts that all processes share for a while. Each may be gone at any time: what is in here
 * must be possible to get again. Lifetimes are seconds, and become one at least.
 */
export type Cache = {
  get(key: string): Promise<string | null>
  set(key: string, value: string, ttlSeconds: number): Promise<void>
  /** The first of several writers wins, in all processes. Answers the value that stands. */
  setIfAbsent(key: string, value: string, ttlSeconds: number): Promise<string>
  delete(key: string): Promise<void>
  /** Throws when nothing can be kept; with Redis, when Redis keeps nothing. */
  ping(): Promise<void>
  close(): Promise<void>
}

type CacheOptions = {
  db: Database
  /** Asks the database whether it answers, without waiting for those who work with it. */
  pingDatabase?: () => Promise<void>
  redisUrl?: string | undefined
  log: Logger
}

const namespaced = (key: string) => `polar:${key}`

/** Whole seconds, one at least: neither store takes less. */
const wholeSeconds = (seconds: number) => Math.max(1, Math.ceil(seconds))

/**
 * The cache: in Redis when there is one, in the table `cache_entry` otherwise and while Redis can't
 * be written.
 */
export const connectCache = async ({
  db,
  pingDatabase = async () => {
    await db.$queryRaw`SELECT 1`
  },
  redisUrl,
  log,
}: CacheOptions): Promise<Cache> => {
  const postgres = postgresCache(db, pingDatabase)
  const store = redisUrl
    ? withFallback(await connectRedisCache(redisUrl, log), postgres, log)
    : postgres
  return {
    ...store,
    get: (key) => store.get(namespaced(key)),
    set: (key, value, ttl) => store.set(namespaced(key), value, wholeSeconds(ttl)),
    setIfAbsent: (key, value, ttl) => store.setIfAbsent(namespaced(key), value, wholeSeconds(ttl)),
    delete: (key) => store.delete(namespaced(key)),
  }
}
