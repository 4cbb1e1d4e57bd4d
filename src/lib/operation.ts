import { AsyncLocalStorage } from 'node:async_hooks'
import { Limit } from './limit.ts'

/**
 * A GraphQL operation under way, as the database sees it: whose it is, how many statements it may
 * send at once, and when its statements are to stop.
 */
export type Operation = {
  /** Clients take turns at the connections. */
  client: string
  /** Stops the operation's statements outside of transactions. */
  signal: AbortSignal
  /** Bounds the statements and transactions under way. */
  statements: Limit
}

const storage = new AsyncLocalStorage<Operation | undefined>()

type OperationOptions = { client: string; signal: AbortSignal; statements: number }

/** An operation of a client that has `statements` statements under way at most. */
export const createOperation = ({ client, signal, statements }: OperationOptions): Operation => ({
  client,
  signal,
  // Never refuses: a document's size bounds how many wait.
  statements: new Limit({ concurrency: statements, refuse: () => new Error('unreachable') }),
})

/** Does work on behalf of an operation; all that it starts belongs to that operation too. */
export const runInOperation = <Result>(
  operation: Operation | undefined,
  work: () => Result,
): Result => storage.run(operation, work)

/** The operation that asks now; undefined for jobs, plain routes and live events. */
export const currentOperation = (): Operation | undefined => storage.getStore()
