import { setTimeout as sleep } from 'node:timers/promises'
import { Redis, type RedisOptions } from 'ioredis'
import type { Logger } from './logger.ts'

/** A command that takes longer counts as failed: PostgreSQL stands in then. */
const commandTimeout = 1_000

/** A connection for commands, which fail at once while Redis is away. */
export const commands: RedisOptions = {
  maxRetriesPerRequest: 1,
  enableOfflineQueue: false,
  commandTimeout,
}

/** Opens a connection to Redis, which need not be there yet: it is tried again for ever. */
export const openRedis = (url: string, log: Logger, options: RedisOptions): Redis => {
  const redis = new Redis(url, options)
  redis.on('error', (error) => log.warn({ err: error }, 'Redis'))
  return redis
}

/** Waits for what a Redis that is there has done soon; not longer than for a command. */
export const soon = async (work: Promise<unknown>): Promise<void> => {
  const late = new AbortController()
  await Promise.race([
    work,
    sleep(commandTimeout, undefined, { signal: late.signal }).catch(() => undefined),
  ])
  late.abort()
}

export const isReady = (redis: Redis) => new Promise((resolve) => redis.once('ready', resolve))
