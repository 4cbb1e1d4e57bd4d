import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import { messageOf } from '../lib/errors.ts'
import { watchMigrations } from '../lib/migrations/needed.ts'
import { probeWrite } from '../lib/write-probe.ts'

/** A part that answers later than this counts as unreachable. */
const patienceMs = 2_000

export type Readiness = {
  /** `degraded`: all works, but something stands in for Redis. */
  status: 'ok' | 'degraded' | 'failing'
  /** Each part with `ok` or, in a word, what is wrong with it. */
  checks: Record<string, string>
}

const within = async (check: Promise<void>) => {
  const timer = new AbortController()
  const late = sleep(patienceMs, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`No answer within ${patienceMs} ms`)
  })
  await Promise.race([check, late]).finally(() => {
    late.catch(() => undefined)
    timer.abort()
  })
}

/** PostgreSQL's codes for a server that answers but takes no writes. */
const words: Record<string, string> = {
  '25006': 'read-only',
  '42P01': 'not migrated',
  '53100': 'disk full',
}

/** Who asks learns which part fails and how; host names and the like stay in the log. */
const wordFor = (error: unknown) => {
  const code = (error as { code?: unknown } | null)?.code
  return (typeof code === 'string' && words[code]) || 'unreachable'
}

/** Tries every part once, the database by a write. */
const probe = async (app: App, migrations: () => Promise<void>): Promise<Readiness> => {
  const parts: Record<string, () => Promise<void>> = {
    database: () => probeWrite((sql) => app.healthPool.query(sql)),
    migrations,
    queue: () => app.queue.ping(),
    pubsub: () => app.pubsub.ping(),
    cache: () => app.cache.ping(),
  }
  // Where Redis is used, PostgreSQL stands in for it.
  const isReplaceable = (name: string) =>
    app.env.REDIS_URL !== undefined && (name === 'pubsub' || name === 'cache')
  const results = await Promise.all(
    Object.entries(parts).map(async ([name, ping]) => {
      const error = await within(ping()).then(
        () => null,
        (thrown: unknown) => thrown ?? new Error('failed'),
      )
      if (error === null) return { name, word: 'ok', isFailing: false }
      app.log.error({ part: name, reason: messageOf(error) }, 'not ready')
      const isFailing = !isReplaceable(name)
      return { name, word: isFailing ? wordFor(error) : 'degraded', isFailing }
    }),
  )
  const isDegraded = results.some(({ word }) => word !== 'ok')
  const isFailing = results.some((result) => result.isFailing)
  return {
    status: isFailing ? 'failing' : isDegraded ? 'degraded' : 'ok',
    checks: Object.fromEntries(results.map(({ name, word }) => [name, word])),
  }
}

/**
 * Watches whether this process can do its work, every `READINESS_SECONDS`. No request probes by
 * itself: `now` answers what was seen last, so that asking costs nothing.
 */
export const watchReadiness = async (app: App) => {
  const migrations = await watchMigrations((sql) => app.healthPool.query(sql))
  let seen = await probe(app, migrations)
  const stopped = new AbortController()
  const watch = async () => {
    while (!stopped.signal.aborted) {
      await sleep(app.env.READINESS_SECONDS * 1_000, undefined, {
        signal: stopped.signal,
        ref: false,
      }).catch(() => undefined)
      if (!stopped.signal.aborted) seen = await probe(app, migrations)
    }
  }
  const watching = watch()
  return {
    now: (): Readiness => seen,
    /** Waits for a probe under way. */
    stop: async () => {
      stopped.abort()
      await watching
    },
  }
}

export type ReadinessWatch = Awaited<ReturnType<typeof watchReadiness>>
