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

/** The person has connected no account of GitHub, or has taken back what they allowed us there. */
export class GithubNotConnected extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'Connect your GitHub account first: sign in with GitHub')
  }
}

/** GitHub answered no. `status` is that of its answer. */
export class GithubRefusal extends Error {
  readonly status: number

  constructor(message: string, status: number, cause?: unknown) {
    super(message, { cause })
    this.name = new.target.name
    this.status = status
  }
}

/** There is no such thing, or whoever asks may not know of it (404). */
export class GithubNotFound extends GithubRefusal {}

/** It was there and was deleted (410). */
export class GithubGone extends GithubRefusal {}

/** Whoever asks is not let in: suspended, uninstalled, without the permission (401, 403). */
export class GithubForbidden extends GithubRefusal {}

/** GitHub can't be asked now: it is away, or we have asked too much. */
export class GithubUnavailable extends ExpectedError {
  /** Null where nobody knows. */
  readonly retryAfterSeconds: number | null

  constructor(retryAfterSeconds: number | null) {
    super('UNAVAILABLE', 'GitHub can’t be reached at the moment: try again later')
    this.retryAfterSeconds = retryAfterSeconds
  }
}
