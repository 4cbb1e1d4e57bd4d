import { Repeater, SlidingBuffer } from '@repeaterjs/repeater'
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
  /** Tells every subscriber in every process. Best effort: who isn't listening never hears of it. */
  publish<Topic extends keyof Topics & string>(topic: Topic, payload: Topics[Topic]): Promise<void>
  /** What is published on the topic from now on; ends with `return()` or when the process stops. */
  subscribe<Topic extends keyof Topics & string>(topic: Topic): AsyncIterableIterator<Topics[Topic]>
  ping(): Promise<void>
  /** How many subscriptions of this process are open. */
  subscribers(): number
  /** Ends every subscription of this process, as if nothing more would ever be published. */
  endSubscriptions(): void
  close(): Promise<void>
}

type PubSubOptions = { databaseUrl: string; redisUrl?: string | undefined; log: Logger }

/** Events kept for a subscriber that reads slower than they come; older ones are dropped. */
const slowSubscriberBuffer = 1_000

/**
 * Live events between processes: over Redis when there is one, over PostgreSQL otherwise and while
 * Redis can't be reached. Throws when PostgreSQL can't be reached.
 */
export const connectPubSub = async <Topics extends object>(
  options: PubSubOptions,
): Promise<PubSub<Topics>> => {
  const local = new EventEmitter<string>()
  const open = new Set<() => void>()
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
    subscribe: <Topic extends keyof Topics & string>(topic: Topic) =>
      new Repeater<Topics[Topic]>(async (push, stop) => {
        const tell = (payload: Topics[Topic]) => void push(payload)
        local.on(topic, tell)
        open.add(stop)
        await stop
        open.delete(stop)
        local.off(topic, tell)
      }, new SlidingBuffer(slowSubscriberBuffer)),
    ping: () => transport.ping(),
    subscribers: () => open.size,
    endSubscriptions: () => {
      for (const stop of open) stop()
    },
    close: () => transport.close(),
  }
}
