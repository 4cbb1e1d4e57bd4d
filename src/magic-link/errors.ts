import { ExpectedError } from '#lib/errors.ts'

/** The form was shown to another browser or another user, or another link was opened since. */
export class StaleSignInPage extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'This page is out of date: open the link in your mail again')
  }
}

/** The link was used already, is too old, or never was one. */
export class InvalidMagicLink extends ExpectedError {
  constructor() {
    super('UNAUTHENTICATED', 'This link was used already or is too old: ask for a new one')
  }
}
