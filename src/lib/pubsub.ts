import { EventEmitter } from 'eventemitter3'
import type { Logger } from './logger.ts'
import { withFallback } from './pubsub/fallback.ts'
import { connectPostgres } from './pubsub/postgres.ts'
import { connectRedis } from './pubsub/redis.ts'

/** Carries short texts between all processes, at most once, in order per sender. */
export type Transport = {
  send(text: string): Promise<void>
  /** Throws when nothing can be sent or heard; with Redis, when Redis carries nothing. */
  ping(): Promise<void>
  close(): Promise<void>
}

export type PubSub<Topics extends object> = {
  /** Tells every listener in every process. Best effort: who isn't listening never hears of it. */
  publish<Topic extends keyof Topics & string>(topic: Topic, payload: Topics[Topic]): Promise<void>
  /**
   * Calls `hear` with each payload that any process publishes on the topic from now on. Returns
   * what stops it. `hear` must neither block nor throw.
   */
  listen<Topic extends keyof Topics & string>(
    topic: Topic,
    hear: (payload: Topics[Topic]) => void,
  ): () => void
  ping(): Promise<void>
  close(): Promise<void>
}

type PubSubOptions = { databaseUrl: string; redisUrl?: string | undefined; log: Logger }

/**
 * Live events between processes: over Redis when there is one, over PostgreSQL otherwise and while
 * Redis can't be reached. Throws when PostgreSQL can't be reached.
 */
export const connectPubSub = async <Topics extends object>(
  options: PubSubOptions,
): Promise<PubSub<Topics>> => {
  const local = new EventEmitter<string>()
  const hear = (text: string) => {
    const { topic, payload } = JSON.parse(text) as { topic: string; payload: unknown }
    local.emit(topic, payload)
  }
  const postgres = await connectPostgres(options.databaseUrl, hear, options.log)
  const transport = options.redisUrl
    ? withFallback(await connectRedis(options.redisUrl, hear, options.log), postgres, options.log)
    : postgres

  return {
    publish: (topic, payload) => transport.send(JSON.stringify({ topic, payload })),
    listen: (topic, hearPayload) => {
      local.on(topic, hearPayload)
      return () => void local.off(topic, hearPayload)
    },
    ping: () => transport.ping(),
    close: () => transport.close(),
  }
}
