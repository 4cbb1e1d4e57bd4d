/** Codes that `extensions.code` of a GraphQL error, or `code` of an expected failure, may have. */
export const errorCodes = [
  'BAD_REQUEST',
  'BAD_USER_INPUT',
  'CONFLICT',
  'FORBIDDEN',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'INTERNAL_SERVER_ERROR',
  'METHOD_NOT_ALLOWED',
  'NOT_FOUND',
  'OPERATION_TOO_COMPLEX',
  'PAYLOAD_TOO_LARGE',
  'RATE_LIMITED',
  'UNAUTHENTICATED',
  'UNAVAILABLE',
] as const

export type ErrorCode = (typeof errorCodes)[number]

/**
 * A failure that the client caused and may see: its message is shown as it is.
 * Domains extend it in their `errors.ts` and add the facts of the failure as fields.
 */
export class ExpectedError extends Error {
  readonly code: ErrorCode
  /** Where in the input the fault lies, outermost name first. */
  readonly path: readonly string[] | null

  constructor(code: ErrorCode, message: string, path: readonly string[] | null = null) {
    super(message)
    this.name = new.target.name
    this.code = code
    this.path = path
  }
}

/** The argument or input field at `path` can't be accepted. */
export class BadUserInput extends ExpectedError {
  constructor(message: string, path: readonly string[] | null = null) {
    super('BAD_USER_INPUT', message, path)
  }
}

/** The server can't do its work now: too much is going on, or a part that it needs is away. */
export class Unavailable extends ExpectedError {
  readonly retryAfterSeconds: number

  constructor(message: string, retryAfterSeconds: number) {
    super('UNAVAILABLE', message)
    this.retryAfterSeconds = retryAfterSeconds
  }
}

/** The text of anything that was thrown. */
export const messageOf = (thrown: unknown) =>
  thrown instanceof Error ? thrown.message : String(thrown)
