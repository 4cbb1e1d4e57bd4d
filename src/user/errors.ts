import { ExpectedError } from '#lib/errors.ts'

/** What was typed to confirm is not what was asked for. */
export class ConfirmationMismatch extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'Type your e-mail address to confirm', ['confirmEmail'])
  }
}

/** The text is no e-mail address that we can write to. */
export class InvalidEmailAddress extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'This is not an e-mail address', ['email'])
  }
}
