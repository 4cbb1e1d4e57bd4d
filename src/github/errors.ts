import { ExpectedError } from '#lib/errors.ts'

/** The way back from GitHub does not fit the way there: forged, replayed, too old, another browser. */
export class InvalidSignInState extends ExpectedError {
  constructor() {
    super(
      'BAD_USER_INPUT',
      'This sign-in is too old or was started in another browser: start again',
    )
  }
}

/** This server has no GitHub App with which people could sign in. */
export class GithubSignInUnavailable extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'Signing in with GitHub is not set up here: ask for a link by mail')
  }
}

/** The person, or GitHub, said no. */
export class SignInRefused extends ExpectedError {
  constructor(reason: string) {
    super('FORBIDDEN', reason)
  }
}

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

/** Somebody here has the address, and GitHub does not vouch that it is the same person. */
export class CannotLinkUnverifiedEmail extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'There is an account with this e-mail address: verify it on GitHub first')
  }
}

/** The GitHub account is another user's. */
export class AccountLinkedToAnotherUser extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'This GitHub account is connected to another user')
  }
}
