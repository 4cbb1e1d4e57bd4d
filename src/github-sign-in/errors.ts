import { ExpectedError } from '#lib/errors.ts'

/**
 * The way back from GitHub does not fit the way there: forged, replayed, too old, of another
 * browser, or of another session than the one that asked to connect an account.
 */
export class InvalidSignInState extends ExpectedError {
  constructor() {
    super(
      'BAD_USER_INPUT',
      'This sign-in is too old, or another browser or user began it: start again',
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
    super('FORBIDDEN', `GitHub says: ${reason.replace(/[\s.]+$/, '')}`)
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
