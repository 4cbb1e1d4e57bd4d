import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible'
import type { Database } from './db.ts'
import { ExpectedError } from './errors.ts'

/** How often, in how many seconds, something may be done. */
const limits = {
  /** Mails with a magic link to one address. */
  'magic-link.address': { points: 5, duration: 60 * 60 },
  /** Requests for magic links from one client. */
  'magic-link.client': { points: 30, duration: 60 * 60 },
  /** People that one person has us look up on GitHub. */
  'github.lookup': { points: 300, duration: 60 * 60 },
  /** Issues that one person or client has us look up on GitHub. */
  'issue.import': { points: 60, duration: 60 * 60 },
  /** Times that the holder of a payout account has us look it up. */
  'payout-account.refresh': { points: 30, duration: 60 * 60 },
  /** Cards that one person begins to add. */
  'customer.add_card': { points: 20, duration: 60 * 60 },
  /** Payments for pledges that one person or client begins or changes. */
  'pledge.intent': { points: 120, duration: 60 * 60 },
  /** Cards that one person or client tries. */
  'pledge.pay': { points: 60, duration: 60 * 60 },
  /** Pledges that one person or client has us look up at Stripe. */
  'pledge.create': { points: 600, duration: 60 * 60 },
} as const

export type LimitName = keyof typeof limits

/** Something was done too often. */
export class RateLimited extends ExpectedError {
  readonly retryAfterSeconds: number

  constructor(retryAfterSeconds: number) {
    super('RATE_LIMITED', `Too often: wait ${retryAfterSeconds} seconds`)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

export type RateLimits = {
  /** Counts one use, atomically over all processes. Throws RateLimited past the limit. */
  use(name: LimitName, key: string): Promise<void>
}

/** Rate limits that all processes share, counted in the database. */
export const createRateLimits = (db: Database): RateLimits => {
  const limiters = new Map(
    Object.entries(limits).map(([name, options]) => [
      name,
      new RateLimiterPrisma({
        ...options,
        storeClient: db,
        tableName: 'rateLimit',
        keyPrefix: name,
        clearExpiredByTimeout: false,
      }),
    ]),
  )
  return {
    use: async (name, key) => {
      try {
        await limiters.get(name)?.consume(key)
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal
        throw new RateLimited(Math.ceil(refusal.msBeforeNext / 1_000))
      }
    },
  }
}

/** Removes counts that no longer matter. */
export const deleteExpiredCounts = async (db: Pick<Database, 'rateLimit'>) => {
  await db.rateLimit.deleteMany({ where: { expire: { lte: new Date() } } })
}
