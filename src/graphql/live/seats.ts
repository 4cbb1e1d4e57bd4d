import type { Env } from '#env.ts'
import type { ErrorCode } from '#lib/errors.ts'
import type { Viewer } from '#lib/viewer.ts'

/** Why a stream is not opened. */
export class NoSeat extends Error {
  readonly code: ErrorCode
  readonly status: number

  constructor(code: ErrorCode, status: number, message: string) {
    super(message)
    this.code = code
    this.status = status
  }
}

type Limits = Pick<Env, 'LIVE_STREAMS' | 'LIVE_STREAMS_PER_ADDRESS' | 'LIVE_STREAMS_PER_VIEWER'>

/** Counts the open streams of this process: in all, of each address and of each person. */
export const createSeats = (limits: Limits) => {
  const counts = new Map<string, number>()
  let total = 0
  const change = (key: string, by: number) => {
    const count = (counts.get(key) ?? 0) + by
    if (count > 0) counts.set(key, count)
    else counts.delete(key)
  }
  const check = (key: string, limit: number, whose: string) => {
    if ((counts.get(key) ?? 0) < limit) return
    const message = `At most ${limit} subscriptions of ${whose} may be open: close one first`
    throw new NoSeat('RATE_LIMITED', 429, message)
  }

  return {
    /**
     * Takes a seat and returns what gives it back. Throws NoSeat when the address or the person
     * has too many streams open, or the process has. An IPv6 address counts as its network (`networkOf`).
     */
    take: (viewer: Viewer, address: string): (() => void) => {
      if (total >= limits.LIVE_STREAMS) {
        throw new NoSeat('UNAVAILABLE', 503, 'Too many subscriptions are open: try again later')
      }
      const keys = [`address ${address}`]
      check(`address ${address}`, limits.LIVE_STREAMS_PER_ADDRESS, 'one address')
      if (viewer.kind === 'user') {
        const key = `user ${viewer.userId}`
        check(key, limits.LIVE_STREAMS_PER_VIEWER, 'one person')
        keys.push(key)
      }
      total += 1
      for (const key of keys) change(key, 1)
      return () => {
        total -= 1
        for (const key of keys) change(key, -1)
      }
    },
  }
}
