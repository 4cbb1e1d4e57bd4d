import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Logger } from '../logger.ts'
import type { Transport } from '../pubsub.ts'

const channel = 'polar_live'

/** PostgreSQL refuses a notification of 8,000 bytes or more. */
const maximumBytes = 7_999

/** Live events over PostgreSQL's LISTEN and NOTIFY. Throws when the database can't be reached. */
export const connectPostgres = async (
  url: string,
  hear: (text: string) => void,
  log: Logger,
): Promise<Transport> => {
  const pool = new pg.Pool({ connectionString: url, max: 1 })
  pool.on('error', (error) => log.warn({ err: error }, 'live events'))
  let listener: pg.Client | undefined
  let closed = false

  const listen = async () => {
    const client = new pg.Client({ connectionString: url, keepAlive: true })
    client.on('error', (error) => log.warn({ err: error }, 'live events'))
    client.on('notification', ({ payload }) => payload && hear(payload))
    client.on('end', () => {
      if (listener !== client) return
      listener = undefined
      void relisten()
    })
    await client.connect()
    await client.query(`LISTEN ${channel}`)
    listener = client
  }
  const relisten = async () => {
    for (let wait = 100; !closed; wait = Math.min(wait * 2, 5_000)) {
      try {
        return await listen()
      } catch (error) {
        log.warn({ err: error }, 'live events: connecting again')
        await sleep(wait)
      }
    }
  }
  await listen()

  return {
    send: async (text) => {
      if (Buffer.byteLength(text) > maximumBytes) {
        throw new Error(`A live event takes ${maximumBytes} bytes at most: send ids, not rows`)
      }
      await pool.query('SELECT pg_notify($1, $2)', [channel, text])
    },
    ping: async () => {
      if (!listener) throw new Error('The listener is not connected')
      await pool.query('SELECT 1')
    },
    close: async () => {
      closed = true
      const client = listener
      listener = undefined
      await Promise.all([client?.end(), pool.end()])
    },
  }
}
