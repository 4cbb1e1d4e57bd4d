import { ExpectedError } from '#lib/errors.ts'

/** There is no such token of yours. */
export class TokenNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'You have no such token', ['tokenId'])
  }
}

/** A token that can change things needs a day on which it ends. */
export class TokenExpiryInvalid extends ExpectedError {
  constructor(message: string) {
    super('BAD_USER_INPUT', message, ['expiresAt'])
  }
}

/** A token is named with 1 to 100 characters. */
export class TokenNameInvalid extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'A name has 1 to 100 characters, all of which one sees', ['name'])
  }
}

/** A token needs at least one scope. */
export class TokenScopesInvalid extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'Give at least one scope', ['scopes'])
  }
}

/** The token in the Authorization header is none of ours, or is revoked or over. */
export class InvalidAccessToken extends ExpectedError {
  constructor() {
    super('UNAUTHENTICATED', 'This token is unknown, revoked or expired')
  }
}
