import { PrismaPg } from '@prisma/adapter-pg'
import { Prisma, PrismaClient } from '#generated/prisma/client.ts'

export type Database = PrismaClient
export type Transaction = Prisma.TransactionClient

type DatabaseOptions = {
  url: string
  /** Connections of this process at most. Default 10. */
  connections?: number
  /** Called with the text of every statement that is sent. */
  onStatement?: (sql: string) => void
}

/**
 * The database of one process. Every connection works in UTC: with another zone the driver
 * would store other instants than it was given.
 */
export const connectDatabase = ({
  url,
  connections = 10,
  onStatement,
}: DatabaseOptions): Database => {
  const adapter = new PrismaPg({
    connectionString: url,
    max: connections,
    options: '-c TimeZone=UTC -c statement_timeout=30s',
    connectionTimeoutMillis: 5_000,
  })
  const shared = {
    adapter,
    // Each query shape a client can write is a plan, of up to 200 kB: unbounded, the cache would be
    // a leak.
    queryPlanCacheMaxSize: 200,
    transactionOptions: { maxWait: 10_000, timeout: 30_000 },
  }
  if (!onStatement) return new PrismaClient(shared)
  const client = new PrismaClient({ ...shared, log: [{ emit: 'event', level: 'query' }] })
  client.$on('query', ({ query }) => onStatement(query))
  return client
}

/** Throws when the database does not answer. */
export const pingDatabase = async (db: Database) => {
  await db.$queryRaw(Prisma.sql`SELECT 1`)
}
