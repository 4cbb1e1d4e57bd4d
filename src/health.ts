import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from './app.ts'
import { pingDatabase } from './lib/db.ts'
import { messageOf } from './lib/errors.ts'

const patience = 2_000

const within = async (check: Promise<void>) => {
  const timer = new AbortController()
  const late = sleep(patience, undefined, { signal: timer.signal }).then(() => {
    throw new Error(`No answer within ${patience} ms`)
  })
  await Promise.race([check, late]).finally(() => {
    late.catch(() => undefined)
    timer.abort()
  })
}

/** Whether this process can do its work: each part that it needs, `ok` or what is wrong with it. */
export const readiness = async (app: App) => {
  const parts = {
    database: () => pingDatabase(app.healthPool),
    queue: () => app.queue.ping(),
    pubsub: () => app.pubsub.ping(),
    cache: () => app.cache.ping(),
  }
  const checked = await Promise.all(
    Object.entries(parts).map(async ([name, ping]) => {
      const result = await within(ping()).then(() => 'ok', messageOf)
      if (result !== 'ok') app.log.error({ part: name, reason: result }, 'not ready')
      // Who asks learns which part fails; host names and the like stay in the log.
      return [name, result === 'ok' ? 'ok' : 'unreachable'] as const
    }),
  )
  return {
    ready: checked.every(([, state]) => state === 'ok'),
    checks: Object.fromEntries(checked),
  }
}
