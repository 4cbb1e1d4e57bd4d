import { Redis } from 'ioredis'
import type { BudgetStore } from '../budget.ts'
import type { Logger } from '../logger.ts'

/** Runs in Redis as a whole, so no other process comes between reading and writing. */
const takeScript = `
  local used = tonumber(redis.call('GET', KEYS[1]) or '0')
  local granted = math.max(0, math.min(tonumber(ARGV[1]), tonumber(ARGV[2]) - used))
  redis.call('SET', KEYS[1], used + granted, 'PXAT', ARGV[3])
  return {granted, used + granted}`

/** Budgets in Redis, 7 or newer; in `fallback` as long as Redis does not answer or takes no writes. */
export const redisBudgetStore = (url: string, fallback: BudgetStore, log: Logger): BudgetStore => {
  const redis = new Redis(url, {
    ...{ maxRetriesPerRequest: 1, enableOfflineQueue: true, commandTimeout: 1_000 },
    lazyConnect: true,
  })
  redis.on('error', (error) => log.warn({ err: error }, 'Redis'))
  return {
    take: async (take) => {
      const { key, amount, limit, endsAt } = take
      try {
        const values = [amount, limit, Math.ceil(endsAt)]
        const answer = await redis.eval(takeScript, 1, `polar:budget:${key}:${endsAt}`, ...values)
        const [granted, used] = answer as [number, number]
        return { granted, used }
      } catch (error) {
        log.warn({ err: error }, 'Redis can’t count rate limits: PostgreSQL does')
        return fallback.take(take)
      }
    },
    close: async () => {
      redis.disconnect()
      await fallback.close()
    },
  }
}
