import pg from 'pg'
import type { Limit } from '../limit.ts'
import { currentOperation } from '../operation.ts'
import { cancelStatement } from './cancel.ts'

/** Whether the server reported the error and keeps the connection. */
const keepsConnection = (error: unknown) =>
  error instanceof pg.DatabaseError && !['FATAL', 'PANIC'].includes(error.severity ?? 'FATAL')

/** Who waits for a statement hears of a lost connection; without a listener the process would end. */
const ignore = () => undefined

type PoolOptions = pg.PoolConfig & {
  max: number
  /** Decides whose turn it is; as many at once as there are connections. */
  turns: Limit
}

type Statement = string | pg.QueryConfig

/**
 * Connections to PostgreSQL, for one purpose. Clients take turns at them, and an operation has a
 * bounded number at once. A statement outside of a transaction is cancelled when its operation is
 * no longer wanted; a transaction runs to its end.
 */
export class DatabasePool extends pg.Pool {
  readonly turns: Limit

  constructor({ turns, ...options }: PoolOptions) {
    super(options)
    this.turns = turns
    this.on('error', ignore)
  }

  // @ts-expect-error: of pg's overloads, those with promises are all that anybody calls.
  override async query(statement: Statement, values?: unknown[]): Promise<pg.QueryArrayResult> {
    const signal = currentOperation()?.signal
    const client = await this.#checkOut(signal)
    let isBroken = false
    const sent = client.query(statement as pg.QueryArrayConfig, values)
    let cancelling: Promise<void> | undefined
    const onAbort = () => {
      cancelling = cancelStatement(client, sent)
      cancelling.catch(ignore)
    }
    signal?.addEventListener('abort', onAbort)
    try {
      return await sent
    } catch (error) {
      isBroken = !keepsConnection(error)
      throw signal?.aborted ? signal.reason : error
    } finally {
      signal?.removeEventListener('abort', onAbort)
      await cancelling?.catch(() => {
        isBroken = true
      })
      client.release(isBroken)
    }
  }

  override connect(): Promise<pg.PoolClient> {
    return this.#checkOut(undefined)
  }

  /** A connection, in turn. Calling its `release` also ends the turn. */
  async #checkOut(signal: AbortSignal | undefined) {
    const operation = currentOperation()
    const endStatement = await operation?.statements.acquire({ signal })
    try {
      const endTurn = await this.turns.acquire({ client: operation?.client, signal })
      try {
        const client = await super.connect()
        client.on('error', ignore)
        const { release } = client
        client.release = (destroy) => {
          client.removeListener('error', ignore)
          release(destroy)
          endTurn()
          endStatement?.()
        }
        if (!signal?.aborted) return client
        client.release()
        throw signal.reason
      } catch (error) {
        endTurn()
        throw error
      }
    } catch (error) {
      endStatement?.()
      throw error
    }
  }
}
