import { type ExecutionArgs, type ExecutionResult, getOperationAST } from 'graphql'
import type { Plugin, YogaInitialContext } from 'graphql-yoga'
import type { App } from '#app.ts'
import type { Ctx } from '#context.ts'
import type { Env } from '#env.ts'
import { ExpectedError, Unavailable } from '#lib/errors.ts'
import { Limit } from '#lib/limit.ts'
import { createOperation, runInOperation } from '#lib/operation.ts'
import { requestError } from './errors.ts'

/** A client has too many operations under way. */
class TooManyOperations extends ExpectedError {
  readonly retryAfterSeconds: number

  constructor(perClient: number, retryAfterSeconds: number) {
    super(
      'RATE_LIMITED',
      `At most ${perClient} of your operations run at once: wait for their answers`,
    )
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** Whose operation it is: a person's, wherever they sign in from, or an address's. */
const clientOf = ({ viewer, clientIp }: Ctx) =>
  viewer.kind === 'user' ? `user ${viewer.userId}` : `address ${clientIp}`

const isMutation = ({ document, operationName }: ExecutionArgs) =>
  getOperationAST(document, operationName)?.operation === 'mutation'

/**
 * The signal that stops an operation's statements. A query stops when its client leaves or its time
 * is up. A mutation goes on without its client: what it has begun elsewhere must reach our rows.
 */
const watch = (args: ExecutionArgs, env: Env) => {
  const { request } = args.contextValue as YogaInitialContext
  const seconds = isMutation(args) ? env.MUTATION_TIMEOUT_SECONDS : env.OPERATION_TIMEOUT_SECONDS
  const abort = new AbortController()
  const late = () =>
    abort.abort(
      new Unavailable(`The operation took longer than ${seconds} seconds: ask for less`, seconds),
    )
  const leave = () => abort.abort(new Error('The client left'))
  const timer = setTimeout(late, seconds * 1_000)
  if (!isMutation(args)) request.signal.addEventListener('abort', leave, { once: true })
  return {
    signal: abort.signal,
    end: () => {
      clearTimeout(timer)
      request.signal.removeEventListener('abort', leave)
    },
  }
}

const answerWhenAborted = (signal: AbortSignal) =>
  new Promise<ExecutionResult>((resolve) => {
    const answer = () => resolve({ errors: [requestError(signal.reason)] })
    if (signal.aborted) answer()
    else signal.addEventListener('abort', answer, { once: true })
  })

type Execute = (args: ExecutionArgs) => unknown

/** Executes an operation in its client's turn, answers in time, and stops its SQL when it ends. */
const executeInTurn = async (env: Env, turns: Limit, execute: Execute, args: ExecutionArgs) => {
  const client = clientOf(args.contextValue as Ctx)
  const { signal, end } = watch(args, env)
  try {
    const release = await turns.acquire({ client, signal })
    const operation = createOperation({ client, signal, statements: env.OPERATION_STATEMENTS })
    // The place is free when nothing of the operation is left, which may be after its answer.
    const execution = runInOperation(operation, async () => await execute(args)).finally(release)
    return await Promise.race([execution, answerWhenAborted(signal)])
  } catch (error) {
    if (error instanceof ExpectedError || signal.aborted) return { errors: [requestError(error)] }
    throw error
  } finally {
    end()
  }
}

/**
 * Bounds the operations of one client that run at once, the time that each takes and the statements
 * that it sends at once. Subscriptions are bounded where they are served.
 */
export const useOperations = ({ env, metrics }: App): Plugin => {
  const turns = new Limit({
    perClient: env.OPERATIONS_PER_CLIENT,
    waitingPerClient: env.OPERATIONS_WAITING_PER_CLIENT,
    patienceMs: env.OPERATION_TIMEOUT_SECONDS * 1_000,
    refuse: () => new TooManyOperations(env.OPERATIONS_PER_CLIENT, 1),
  })
  metrics.watchLimit('operations', turns)
  return {
    onExecute: ({ executeFn, setExecuteFn }) => {
      setExecuteFn((args: ExecutionArgs) => executeInTurn(env, turns, executeFn, args))
    },
  }
}
