import { PrismaPg } from '@prisma/adapter-pg'
import type pg from 'pg'
import { type Prisma, PrismaClient } from '#generated/prisma/client.ts'
import { separateOperations } from './db/batches.ts'
import { DatabasePool } from './db/pool.ts'
import { Unavailable } from './errors.ts'
import { Limit } from './limit.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient

type PoolOptions = {
  url: string
  /** Connections at most. Default 10. */
  connections?: number
  /** Statements that wait for a connection at most. Default 1,000. */
  waiting?: number
  /** How long a statement waits for a connection at most, in seconds. Default 5. */
  waitSeconds?: number
}

type StatementListener = (sql: string) => void

type DatabaseOptions = PoolOptions & {
  /** Called with the text of every statement that is sent. */
  onStatement?: StatementListener | undefined
}

/**
 * Connections for one purpose, opened when they are needed. Every connection works in UTC: with
 * another zone the driver would store other instants than it was given. Statements that find no
 * connection in time fail with Unavailable.
 */
export const connectPool = ({
  url,
  connections = 10,
  waiting = 1_000,
  waitSeconds = 5,
}: PoolOptions): DatabasePool =>
  new DatabasePool({
    connectionString: url,
    max: connections,
    options: '-c TimeZone=UTC -c statement_timeout=30s',
    connectionTimeoutMillis: 5_000,
    turns: new Limit({
      concurrency: connections,
      waiting,
      patienceMs: waitSeconds * 1_000,
      refuse: () => new Unavailable('The database is busy: try again later', waitSeconds),
    }),
  })

/** The database through the connections of a pool, which end with it. */
export const databaseOf = (pool: DatabasePool, onStatement?: StatementListener): Database => {
  const client = new PrismaClient({
    // Prisma calls pg's methods with promises alone, as the pool has them.
    adapter: new PrismaPg(pool as unknown as pg.Pool, { disposeExternalPool: true }),
    // Each query shape a client can write is a plan, of up to 200 kB: unbounded, the cache would be
    // a leak.
    queryPlanCacheMaxSize: 200,
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
    log: onStatement ? [{ emit: 'event', level: 'query' }] : [],
  })
  if (onStatement) client.$on('query', ({ query }) => onStatement(query))
  separateOperations(client)
  return client
}

/** The database with connections of its own. */
export const connectDatabase = ({ onStatement, ...options }: DatabaseOptions): Database =>
  databaseOf(connectPool(options), onStatement)

/** Throws when the database does not answer. */
export const pingDatabase = async (pool: DatabasePool) => {
  await pool.query('SELECT 1')
}
