import { randomUUID } from 'node:crypto'
import { PothosValidationError } from '@pothos/core'
import { GraphQLError } from 'graphql'
import type { Plugin } from 'graphql-yoga'
import { unavailabilityIn } from '#lib/db/failures.ts'
import { type ErrorCode, ExpectedError, errorCodes, messageOf } from '#lib/errors.ts'
import type { Logger } from '#lib/logger.ts'
import type { Metrics } from '#lib/metrics.ts'

/** What was thrown in the first place, under the errors that GraphQL wraps around it. */
const causeOf = (error: unknown): unknown =>
  error instanceof GraphQLError && error.originalError ? causeOf(error.originalError) : error

const located = (error: unknown, message: string, extensions: Record<string, unknown>) =>
  new GraphQLError(message, {
    ...(error instanceof GraphQLError && {
      nodes: error.nodes,
      source: error.source,
      positions: error.positions,
      path: error.path,
    }),
    extensions,
  })

/** graphql's rule for the one field of a subscription throws for directives that are not valid. */
const withoutThrowing = (validate: () => readonly GraphQLError[]) => {
  try {
    return validate()
  } catch (error) {
    if (error instanceof GraphQLError) return [error]
    throw error
  }
}

/** Statuses of answers to requests of which nothing was resolved, where it is not 400. */
const statuses: Partial<Record<ErrorCode, number>> = {
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  METHOD_NOT_ALLOWED: 405,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  INTERNAL_SERVER_ERROR: 500,
  UNAVAILABLE: 503,
}

type Passing = ExpectedError & { retryAfterSeconds: number }

const isPassing = (error: unknown): error is Passing =>
  error instanceof ExpectedError && 'retryAfterSeconds' in error && error.retryAfterSeconds !== null

/** When a failure passes; and if it refuses the request as a whole, the HTTP status too. */
const retryExtensions = ({ code, retryAfterSeconds }: Passing, isRequestError: boolean) => ({
  retryAfterSeconds,
  ...(isRequestError && {
    http: { status: statuses[code], headers: { 'retry-after': String(retryAfterSeconds) } },
  }),
})

/** The one error of a request that is refused as a whole, with its HTTP status. */
export const requestError = (error: unknown) => {
  const { code, message } =
    error instanceof ExpectedError ? error : new ExpectedError('UNAVAILABLE', messageOf(error))
  const retry = isPassing(error) ? retryExtensions(error, true) : {}
  return new GraphQLError(message, { extensions: { code, ...retry } })
}

/**
 * What a client sees of an error: expected ones as they are, with their code; anything else
 * only as an id, under which the log has the whole of it.
 */
export const createMaskError = (log: Logger) => (error: unknown) => {
  // Several faults of one request, each with a code of its own.
  if (error instanceof AggregateError) return error
  const thrown = causeOf(error)
  const cause = unavailabilityIn(thrown) ?? thrown
  if (cause !== thrown) log.warn({ err: thrown }, 'the database is not available')
  if (cause instanceof ExpectedError) {
    const { code, path } = cause
    const isRequestError = !(error instanceof GraphQLError && error.path)
    return located(error, cause.message, {
      code,
      ...(path && { inputPath: path }),
      ...(isPassing(cause) && retryExtensions(cause, isRequestError)),
    })
  }
  if (cause instanceof PothosValidationError) {
    return located(error, cause.message, { code: 'BAD_USER_INPUT' satisfies ErrorCode })
  }
  if (cause instanceof GraphQLError) return cause === error ? cause : (error as GraphQLError)
  const errorId = randomUUID()
  log.error({ err: cause, errorId }, 'unexpected error')
  return located(error, `Something went wrong on our side. Tell us this id: ${errorId}`, {
    code: 'INTERNAL_SERVER_ERROR' satisfies ErrorCode,
    errorId,
  })
}

const documented = new Set<unknown>(errorCodes)

/** Gives an error a code, unless it has a documented one that is as exact. */
const withCode = (error: GraphQLError, code: ErrorCode) => {
  const { code: known } = error.extensions
  if (!documented.has(known) || known === 'BAD_REQUEST') error.extensions.code = code
  return error
}

/** The code of an error that came about before or outside of execution. */
const codeOf = (error: GraphQLError): ErrorCode => {
  const { status } = (error.extensions.http ?? {}) as { status?: number }
  if (status === 405) return 'METHOD_NOT_ALLOWED'
  if (status === 413) return 'PAYLOAD_TOO_LARGE'
  if (status !== undefined && status < 500) return 'BAD_REQUEST'
  return error.extensions.code === 'BAD_REQUEST' ? 'BAD_REQUEST' : 'INTERNAL_SERVER_ERROR'
}

/**
 * How an answer says that nothing was resolved. By `spec`, a fault of a well-formed request is 200
 * for clients that know no other media type than application/json.
 */
const httpOf = (code: ErrorCode) => {
  const status = statuses[code] ?? 400
  if (status === 401) return { status, headers: { 'www-authenticate': 'Bearer' } }
  return status === 400 ? { status, spec: true } : { status }
}

/** Sees to it that each error that leaves has one of the documented codes, and counts them. */
export const useErrorCodes = (metrics: Metrics): Plugin => ({
  onParse: () => (parsed) => {
    if (parsed.result instanceof GraphQLError) withCode(parsed.result, 'GRAPHQL_PARSE_FAILED')
  },
  onValidate: ({ validateFn, setValidationFn }) => {
    setValidationFn((...of: Parameters<typeof validateFn>) =>
      withoutThrowing(() => validateFn(...of)),
    )
    return (validated) => {
      if (validated.valid) return
      for (const error of validated.result) withCode(error, 'GRAPHQL_VALIDATION_FAILED')
    }
  },
  onExecute: () => ({
    onExecuteDone: ({ result }) => {
      if (!('errors' in result)) return
      // Without a path nothing was resolved yet: the variables did not fit.
      for (const error of result.errors ?? []) if (!error.path) withCode(error, 'BAD_USER_INPUT')
    },
  }),
  onResultProcess: ({ result }) => {
    for (const answer of Array.isArray(result) ? result : [result]) {
      for (const error of ('errors' in answer && answer.errors) || []) {
        const { extensions } = withCode(error, codeOf(error))
        if (!('data' in answer)) extensions.http ??= httpOf(extensions.code as ErrorCode)
        metrics.graphqlErrors.inc({ code: String(extensions.code) })
      }
    }
  },
})
