import { ExpectedError } from '#lib/errors.ts'

/** GitHub does not take the code: it was used already or is too old. */
export class SignInCodeRejected extends ExpectedError {
  constructor(reason: string) {
    super('BAD_USER_INPUT', `GitHub does not take this sign-in: ${reason}`)
  }
}

/** The App is set up with user tokens that last for ever. */
export class UserTokensMustExpire extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'The GitHub App must be set to expire user authorization tokens')
  }
}

/** The GitHub account has no primary e-mail address. */
export class NoPrimaryEmail extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'Your GitHub account has no primary e-mail address')
  }
}

/** Nobody vouches that the address is the person's: it would be reserved for who it is not. */
export class UnverifiedPrimaryEmail extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'Verify the primary e-mail address of your GitHub account first')
  }
}
