import { Redis } from 'ioredis'
import type { Logger } from '../logger.ts'
import type { Transport } from '../pubsub.ts'

const channel = 'polar:live'

/** Live events over Redis' publish and subscribe. Throws when Redis can't be reached. */
export const connectRedis = async (
  url: string,
  hear: (text: string) => void,
  log: Logger,
): Promise<Transport> => {
  const sender = new Redis(url, { lazyConnect: true, maxRetriesPerRequest: 1 })
  const listener = new Redis(url, { lazyConnect: true })
  for (const connection of [sender, listener]) {
    connection.on('error', (error) => log.warn({ err: error }, 'Redis'))
  }
  try {
    await Promise.all([sender.connect(), listener.connect()])
  } catch (error) {
    sender.disconnect()
    listener.disconnect()
    throw error
  }
  listener.on('message', (_channel, text) => hear(text))
  await listener.subscribe(channel)

  return {
    send: async (text) => {
      await sender.publish(channel, text)
    },
    ping: async () => {
      await sender.ping()
      if (listener.status !== 'ready') throw new Error(`The Redis listener is ${listener.status}`)
    },
    close: async () => {
      sender.disconnect()
      listener.disconnect()
    },
  }
}
