import type { Logger } from '../logger.ts'
import type { Transport } from '../pubsub.ts'

/**
 * Sends over Redis, and over PostgreSQL what Redis does not take. Every process listens to both, so
 * that one which has lost Redis is still heard.
 */
export const withFallback = (redis: Transport, postgres: Transport, log: Logger): Transport => ({
  send: async (text) => {
    try {
      await redis.send(text)
    } catch (error) {
      log.warn({ err: error }, 'live events: PostgreSQL stands in for Redis')
      await postgres.send(text)
    }
  },
  ping: () => redis.ping(),
  close: async () => {
    await Promise.all([redis.close(), postgres.close()])
  },
})
