import { RateLimiterPrisma, RateLimiterRes } from 'rate-limiter-flexible'
import { networkOf } from './client-network.ts'
import type { Database } from './db.ts'
import { ExpectedError } from './errors.ts'
import type { Viewer } from './viewer.ts'

/** How often each thing may be done in an hour. */
const limits = {
  /** Requests for magic links from one client. */
  'magic-link.client': 30,
  /** Personal access tokens that one person creates. */
  'token.create': 30,
  /** People that one person has us look up on GitHub. */
  'github.lookup': 300,
  /** Readings of members and repositories that one person starts at GitHub. */
  'github.sync': 60,
  /** Changes of texts and comments that one person has us make on GitHub. */
  'github.write': 300,
  /** Issues that one person or client has us look up on GitHub. */
  'issue.import': 60,
  /** Issues that one person confirms as solved: their receivers are looked up and told. */
  'issue.confirm': 300,
  /** Times that the holder of a payout account has us look it up. */
  'payout-account.refresh': 30,
  /** Payout accounts, and links to their pages at Stripe, that one person creates. */
  'payout-account.change': 120,
  /** Cards that one person begins to add. */
  'customer.add_card': 20,
  /** Cards that one person removes, and pages of invoices at Stripe that they open. */
  'customer.change': 120,
  /** Payments for pledges that one person or client begins or changes. */
  'pledge.intent': 120,
  /** Cards that one person or client tries. */
  'pledge.pay': 60,
  /** Pledges that one person or client has us look up at Stripe. */
  'pledge.create': 600,
  /** Pledges on completion that one person makes. */
  'pledge.promise': 120,
  /** Invoices that one person has Stripe send. */
  'pledge.invoice': 120,
  /** Pledges to whose payout one person objects. */
  'pledge.dispute': 120,
} as const

const durationSeconds = 60 * 60

export type LimitName = keyof typeof limits

/** The names of all limits. */
export const limitNames = Object.keys(limits) as LimitName[]

/** Limits that a setting replaces, uses an hour by their names; `*` stands for all others. */
export type LimitChanges = ReadonlyMap<LimitName | '*', number>

const isLimitName = (name: string): name is LimitName | '*' => name === '*' || name in limits

/** Reads `token.create=60,*=1000`. Throws for a name or number that is none. */
export const parseLimitChanges = (text: string): LimitChanges =>
  new Map(
    text
      .split(',')
      .filter((part) => part.trim() !== '')
      .map((part) => {
        const [name = '', uses = ''] = part.split('=').map((word) => word.trim())
        if (!isLimitName(name)) {
          throw new Error(`must have names of limits, such as ${limitNames.join(', ')} or *`)
        }
        if (!/^[1-9]\d{0,8}$/.test(uses)) {
          throw new Error(`must be a whole number from 1 on for ${name}`)
        }
        return [name, Number(uses)] as const
      }),
  )

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
export const createRateLimits = (db: Database, changes: LimitChanges = new Map()): RateLimits => {
  const limiters = new Map(
    limitNames.map((name) => [
      name,
      new RateLimiterPrisma({
        points: changes.get(name) ?? changes.get('*') ?? limits[name],
        duration: durationSeconds,
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

/** Who asks, as far as limits tell people and clients apart. */
export type Caller = { viewer: Viewer; clientIp: string | null }

/** The name under which limits count a caller: a person, else the network of a client. */
export const callerKey = ({ viewer, clientIp }: Caller): string =>
  viewer.kind === 'user' ? viewer.userId : networkOf(clientIp ?? 'unknown')

/** Counts what one person, or one client that is not signed in, does. Throws RateLimited. */
export const countUse = (ctx: Caller & { limits: RateLimits }, limit: LimitName): Promise<void> =>
  ctx.limits.use(limit, callerKey(ctx))

/** Removes counts that no longer matter. */
export const deleteExpiredCounts = async (db: Pick<Database, 'rateLimit'>) => {
  await db.rateLimit.deleteMany({ where: { expire: { lte: new Date() } } })
}
