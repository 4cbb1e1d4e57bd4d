import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Cache } from './cache.ts'
import { TryLater } from './jobs.ts'

const lifeSeconds = 10
const patienceMs = 10_000
const pauseMs = 100

/**
 * Does work while no other process does work of the same key, as far as a cache can promise that:
 * after 10 seconds the next one may begin. Throws TryLater when the turn does not come within 10.
 */
export const withLease = async <Result>(
  { cache }: { cache: Cache },
  key: string,
  work: () => Promise<Result>,
): Promise<Result> => {
  const mine = randomUUID()
  const end = Date.now() + patienceMs
  while ((await cache.setIfAbsent(key, mine, lifeSeconds)) !== mine) {
    if (Date.now() > end) throw new TryLater(`Others are busy with ${key}`)
    await sleep(pauseMs)
  }
  try {
    return await work()
  } finally {
    if ((await cache.get(key)) === mine) await cache.delete(key)
  }
}
