import type { LivingViewer } from '#authentication.ts'
import type { UserViewer, Viewer } from '#lib/viewer.ts'
import { accessEnded, type LiveStream } from './stream.ts'

/** A viewer with open streams: one session, one token, or everybody who is signed in as nobody. */
export type Listener = {
  key: string
  /** As of the last look-up: memberships change while a client listens. */
  viewer: Viewer
  streams: Set<LiveStream>
  /** Looks the viewer up again when the session or token should have ended. */
  expiry: NodeJS.Timeout | undefined
}

type FindLiving = (ids: {
  sessionIds: string[]
  tokenIds: string[]
}) => Promise<Map<string, LivingViewer>>

const accessIdOf = ({ sessionId, tokenId }: UserViewer) => sessionId ?? tokenId ?? ''
const keyOf = (viewer: Viewer) => (viewer.kind === 'user' ? accessIdOf(viewer) : viewer.kind)

/** Sessions and tokens looked up with one statement. */
const batchSize = 1_000

/** setTimeout takes no more than 2^31 - 1 milliseconds; a day is precise enough to look again. */
const longestTimerMs = 24 * 60 * 60 * 1_000

/** Until the next look-up when the database did not answer. */
const retryMs = 5_000

/** Keeps the viewers of all streams of this process, and closes their streams when access ends. */
export const createListeners = (findLiving: FindLiving) => {
  const listeners = new Map<string, Listener>()
  const ofUser = (userId: string) =>
    [...listeners.values()].filter(
      ({ viewer }) => viewer.kind === 'user' && viewer.userId === userId,
    )

  const close = (listener: Listener) => {
    for (const stream of listener.streams) stream.end(accessEnded)
  }
  const schedule = (listener: Listener, expiresAt: Date | null) => {
    clearTimeout(listener.expiry)
    if (!expiresAt || listener.streams.size === 0) return
    const wait = Math.min(Math.max(0, expiresAt.getTime() - Date.now()), longestTimerMs)
    // A moment later than the row says: the database has a clock of its own.
    listener.expiry = setTimeout(() => {
      refresh([listener]).catch(() => schedule(listener, new Date(Date.now() + retryMs)))
    }, wait + 100).unref()
  }
  const refreshBatch = async (batch: Listener[]) => {
    const viewers = batch.flatMap(({ viewer }) => (viewer.kind === 'user' ? [viewer] : []))
    const living = await findLiving({
      sessionIds: viewers.flatMap(({ sessionId }) => sessionId ?? []),
      tokenIds: viewers.flatMap(({ tokenId }) => tokenId ?? []),
    })
    for (const listener of batch) {
      const now = living.get(listener.key)
      if (!now) close(listener)
      else {
        listener.viewer = now.viewer
        schedule(listener, now.expiresAt)
      }
    }
  }
  /**
   * Reads sessions, tokens and memberships again and closes the streams of those that ended.
   * Throws when the database does not answer.
   */
  const refresh = async (some: Iterable<Listener>) => {
    const people = [...some].filter(({ viewer }) => viewer.kind === 'user')
    for (let at = 0; at < people.length; at += batchSize) {
      await refreshBatch(people.slice(at, at + batchSize))
    }
  }

  return {
    findOrCreate: (viewer: Viewer): Listener => {
      const key = keyOf(viewer)
      const known = listeners.get(key)
      if (known) return known
      const listener: Listener = { key, viewer, streams: new Set(), expiry: undefined }
      listeners.set(key, listener)
      return listener
    },
    /** Forgets a listener whose last stream has closed. */
    remove: (listener: Listener) => {
      clearTimeout(listener.expiry)
      listeners.delete(listener.key)
    },
    refresh,
    ofUser,
  }
}
