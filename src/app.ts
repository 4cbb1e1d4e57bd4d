import type { Config, Tx } from './context.ts'
import { domains } from './domains.ts'
import type { Env } from './env.ts'
import { createSites } from './http/sites.ts'
import { BodyMemory } from './lib/body.ts'
import { postgresBudgetStore } from './lib/budget/postgres.ts'
import { redisBudgetStore } from './lib/budget/redis.ts'
import { type Budget, createBudget } from './lib/budget.ts'
import { type Cache, connectCache } from './lib/cache.ts'
import { checkDatabase } from './lib/database-check.ts'
import type { DatabasePool } from './lib/db/pool.ts'
import { connectPool, type Database, databaseOf, pingDatabase } from './lib/db.ts'
import { publicUrlOf, type Sites } from './lib/http.ts'
import type { Logger } from './lib/logger.ts'
import { createMailer, type Mailer } from './lib/mailer.ts'
import { createMetrics, type Metrics } from './lib/metrics.ts'
import { connectPubSub, type PubSub } from './lib/pubsub.ts'
import { type Queue, startQueue } from './lib/queue.ts'
import { createRateLimits, type RateLimits } from './lib/rate-limits.ts'
import { Signals } from './lib/signals.ts'
import { requireUtc } from './lib/time-zone.ts'
import type { SignalMap, TopicMap } from './signals.ts'

/** The parts of one process, put together. */
export type App = {
  env: Env
  config: Config
  log: Logger
  /** For GraphQL operations and pages; in a worker, for jobs. */
  db: Database
  /** The same for webhooks, with connections of their own: nothing else can starve them. */
  webhookDb: Database
  /** A connection that says how the database does. */
  healthPool: DatabasePool
  queue: Queue
  pubsub: PubSub<TopicMap>
  cache: Cache
  signals: Signals<SignalMap, Tx>
  metrics: Metrics
  mailer: Mailer
  limits: RateLimits
  bodies: BodyMemory
  /** The API and its frontends, as a request sees them that names this `Host`. */
  sites: (host?: string) => Sites
  /** What operations of each caller may cost, over all processes. */
  budget: Budget
  /** Workers, then database, cache and live events; what serves HTTP stops before. */
  stop(): Promise<void>
}

type AppOptions = {
  env: Env
  log: Logger
  /** Whether this process does jobs and keeps the queues. */
  worker?: boolean
  onStatement?: (sql: string) => void
}

/** The budgets of rate limits; connects when the first operation is charged. */
const connectBudget = (env: Env, url: string, metrics: Metrics, log: Logger): Budget => {
  const inDatabase = postgresBudgetStore(url, log)
  const store = env.REDIS_URL ? redisBudgetStore(env.REDIS_URL, inDatabase, log) : inDatabase
  return createBudget({
    ...{ store, log, windowSeconds: env.RATE_LIMIT_WINDOW_SECONDS },
    onLease: (outcome) => metrics.budgetLeases.inc({ outcome }),
  })
}

/** Connections for each purpose, so that none can starve another. They are opened when needed. */
const connectPools = (env: Env, url: string) => ({
  main: connectPool({
    url,
    connections: env.DATABASE_CONNECTIONS,
    waitSeconds: env.DATABASE_WAIT_SECONDS,
  }),
  webhooks: connectPool({
    url,
    connections: env.WEBHOOK_CONNECTIONS,
    waiting: env.WEBHOOKS_WAITING,
    waitSeconds: env.WEBHOOK_WAIT_SECONDS,
  }),
  health: connectPool({ url, connections: 1, waiting: 10 }),
})

/** Connects everything. Throws, with nothing left open, when a part can't be reached. */
export const createApp = async ({
  env,
  log,
  worker = false,
  onStatement,
}: AppOptions): Promise<App> => {
  const url = env.DATABASE_URL
  if (!url) throw new Error('DATABASE_URL is not set: `npm start` brings a database of its own')
  const stops: (() => Promise<void>)[] = []
  const stop = async () => {
    for (const close of stops.splice(0)) await close()
  }
  try {
    await checkDatabase(url)
    const queue = await startQueue({
      url,
      log,
      jobs: domains.flatMap(({ workers = [] }) => workers.map(({ job }) => job)),
      supervise: worker,
      spies: env.NODE_ENV === 'test',
    })
    stops.push(() => queue.stop())
    const pools = connectPools(env, url)
    const db = databaseOf(pools.main, onStatement)
    const webhookDb = databaseOf(pools.webhooks, onStatement)
    stops.push(async () => {
      await Promise.all([db.$disconnect(), webhookDb.$disconnect(), pools.health.end()])
    })
    await requireUtc(db)
    const metrics = createMetrics()
    for (const [name, { turns }] of Object.entries(pools)) {
      metrics.watchLimit(`${name}_connections`, turns)
    }
    const cache = await connectCache({
      db,
      pingDatabase: () => pingDatabase(pools.health),
      redisUrl: env.REDIS_URL,
      log,
    })
    stops.push(() => cache.close())
    const mailer = createMailer(env, log)
    stops.push(async () => mailer.close())
    const pubsub = await connectPubSub<TopicMap>({ databaseUrl: url, redisUrl: env.REDIS_URL, log })
    stops.push(() => pubsub.close())
    const signals = new Signals<SignalMap, Tx>()
    for (const { handlers } of domains) if (handlers) signals.connect(handlers)
    const sites = createSites(env)
    const config = { ...env, publicUrl: publicUrlOf(env), FRONTEND_URL: sites().frontend }
    const limits = createRateLimits(db, env.ACTION_LIMITS)
    const budget = connectBudget(env, url, metrics, log)
    stops.push(() => budget.close())
    const bodies = new BodyMemory(env.BODY_MEMORY_BYTES)
    return {
      bodies,
      env,
      config,
      log,
      db,
      webhookDb,
      healthPool: pools.health,
      mailer,
      limits,
      sites,
      queue,
      pubsub,
      cache,
      signals,
      metrics,
      budget,
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
