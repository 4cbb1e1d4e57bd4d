import { AsyncLocalStorage } from 'node:async_hooks'
import { pino } from 'pino'
import pretty from 'pino-pretty'

export type Logger = pino.Logger

const request = new AsyncLocalStorage<{ requestId: string }>()

/** Everything that `work` logs, and all it causes, carries the id of the request. */
export const withRequestId = <Result>(requestId: string, work: () => Result): Result =>
  request.run({ requestId }, work)

/** As Octokit has them, and Stripe: its objects carry the secrets with which browsers pay. */
const unlogged = new Set([
  ...['request', 'response', 'headers', 'raw'],
  ...['payment_intent', 'payment_method', 'setup_intent', 'source'],
])

/**
 * An error as it is logged. What was asked of another server, and what that answered, stays out:
 * both carry secrets of ours and texts of private repositories.
 */
export const describeError = (error: Error) => {
  const facts = pino.stdSerializers.err(error)
  return Object.fromEntries(Object.entries(facts).filter(([name]) => !unlogged.has(name)))
}

/**
 * The log of one process: JSON lines on stdout, or readable text with `pretty`.
 * Secrets that a request may carry are cut out wherever they stand.
 */
export const createLogger = (options: {
  process: string
  level: string
  pretty: boolean
}): Logger =>
  pino(
    {
      level: options.level,
      base: { process: options.process },
      serializers: { err: describeError },
      mixin: () => request.getStore() ?? {},
      redact: {
        paths: ['authorization', 'cookie', 'token', 'secret'].flatMap((name) => [
          name,
          `*.${name}`,
        ]),
        censor: '[redacted]',
      },
    },
    options.pretty
      ? pretty({
          sync: true,
          singleLine: true,
          ignore: 'pid,hostname',
          translateTime: 'HH:MM:ss.l',
        })
      : pino.destination({ sync: false }),
  )
