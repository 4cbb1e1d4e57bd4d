import type { Logger } from '../logger.ts'
import type { Transport } from '../pubsub.ts'
import { commands, isReady, openRedis, soon } from '../redis.ts'

const channel = 'polar:live'

/** Live events over Redis' publish and subscribe. Redis need not be there yet. */
export const connectRedis = async (
  url: string,
  hear: (text: string) => void,
  log: Logger,
): Promise<Transport> => {
  const sender = openRedis(url, log, commands)
  const listener = openRedis(url, log, { maxRetriesPerRequest: null })
  let isHeard = false
  const heard = Promise.withResolvers<void>()
  listener.on('message', (_channel, text) => hear(text))
  listener.on('ready', () => {
    void listener.subscribe(channel).then(
      () => {
        isHeard = true
        heard.resolve()
      },
      (error) => log.warn({ err: error }, 'Redis'),
    )
  })
  listener.on('close', () => {
    isHeard = false
  })
  await soon(Promise.all([isReady(sender), heard.promise]))

  return {
    send: async (text) => {
      const listeners = await sender.publish(channel, text)
      if (listeners === 0) throw new Error('Nobody listens at Redis')
    },
    ping: async () => {
      await sender.ping()
      if (!isHeard) throw new Error(`The Redis listener is ${listener.status}`)
    },
    close: async () => {
      sender.disconnect()
      listener.disconnect()
    },
  }
}
