import pg from 'pg'
import { createTurnstile } from '../concurrency.ts'
import type { Logger } from '../logger.ts'

type Release = () => Promise<void>

/**
 * Places in which jobs of a group run, counted over all processes. The queue's own count of running
 * jobs is read without a lock: two workers that fetch in the same moment both see a free place.
 */
export type Slots = {
  /** Takes one of `limit` places; null when none is free. Release it when the job has ended. */
  take(group: string, limit: number): Promise<Release | null>
  /** A place where nothing is counted. */
  free: Release
  close(): Promise<void>
}

const free = async () => {}

/** One connection, made when first needed and again after it broke; it is asked one by one. */
const connectOnce = (url: string, onError: (error: unknown) => void) => {
  let session: Promise<pg.Client> | undefined
  const turn = createTurnstile(1)
  const forget = (ended: Promise<pg.Client>) => {
    if (session === ended) session = undefined
  }
  const connect = () => {
    const client = new pg.Client({ connectionString: url, keepAlive: true })
    const connected = client.connect().then(() => client)
    client.on('error', onError)
    client.on('end', () => forget(connected))
    connected.catch(() => forget(connected))
    return connected
  }
  return {
    isDone: (sql: string, value: string) =>
      turn(async () => {
        session ??= connect()
        const { rows } = await (await session).query<{ done: boolean }>(sql, [value])
        return rows[0]?.done === true
      }),
    close: async () => {
      await (await session)?.end()
    },
  }
}

/**
 * Places as PostgreSQL's advisory locks of one connection: a killed process gives its places back
 * with its connection.
 */
export const connectSlots = (url: string, log: Logger): Slots => {
  // A connection may lock the same thing twice, so what this process holds is counted here.
  const held = new Set<string>()
  const warn = (error: unknown) => log.warn({ err: error }, 'places of job groups')
  const session = connectOnce(url, warn)

  const lock = (slot: string) =>
    session.isDone('SELECT pg_try_advisory_lock(hashtextextended($1, 1)) AS done', slot)
  const release = async (slot: string) => {
    await session
      .isDone('SELECT pg_advisory_unlock(hashtextextended($1, 1)) AS done', slot)
      // The place is free all the same: it ended with the connection.
      .catch(warn)
    held.delete(slot)
  }
  return {
    free,
    take: async (group, limit) => {
      for (let number = 0; number < limit; number++) {
        const slot = `${group}:${number}`
        if (held.has(slot)) continue
        held.add(slot)
        const isTaken = await lock(slot).catch((error) => {
          held.delete(slot)
          throw error
        })
        if (isTaken) return () => release(slot)
        held.delete(slot)
      }
      return null
    },
    close: session.close,
  }
}
