import { Prisma } from '#generated/prisma/client.ts'
import { Unavailable } from '../errors.ts'

/** When to try again after a failure whose end nobody knows. */
const retryAfterSeconds = 5

/**
 * Codes and classes of PostgreSQL's errors that a later try may not meet ("PostgreSQL Error Codes"):
 * connections, authorization, resources, operator intervention and time-outs, the system, a server
 * that is read-only, locks, a database that is gone.
 */
const passing = /^(08|28|53|57|58)|^(25006|55P03|3D000)$/

/** Prisma's codes for a database that can't be reached, and for a transaction that got no turn. */
const prismaCodes = new Set([
  'P1000',
  'P1001',
  'P1002',
  'P1003',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
])

/** What pg says without a code when a connection ends. */
const connectionMessages =
  /Connection terminated|not queryable|timeout expired|timeout exceeded when|Query read timeout/

const causeIn = ({ meta }: Prisma.PrismaClientKnownRequestError) => {
  const { driverAdapterError: error } = (meta ?? {}) as {
    driverAdapterError?: { cause?: { kind?: string; originalCode?: string } }
  }
  return error?.cause
}

const unreachable = new Set(['DatabaseNotReachable', 'ConnectionClosed', 'SocketTimeout'])

const isPassing = (error: unknown): boolean => {
  if (error instanceof Prisma.PrismaClientKnownRequestError) {
    const { kind = '', originalCode = '' } = causeIn(error) ?? {}
    // An error of the pool's reaches Prisma with our code, which it takes for one of its own.
    const isPools = (error.code as string) === 'UNAVAILABLE'
    return (
      isPools || prismaCodes.has(error.code) || unreachable.has(kind) || passing.test(originalCode)
    )
  }
  return error instanceof Error && connectionMessages.test(error.message)
}

/**
 * The failure that the client may see when the database could not do its work now: no connection
 * was free, a statement took too long, the server is away. Null for any other error.
 */
export const unavailabilityIn = (error: unknown): Unavailable | null => {
  if (error instanceof Unavailable) return error
  if (!isPassing(error)) return null
  return new Unavailable('The database can’t answer now: try again later', retryAfterSeconds)
}
