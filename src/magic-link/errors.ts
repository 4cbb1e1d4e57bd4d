import { ExpectedError } from '#lib/errors.ts'

/** The link was used already, is too old, or never was one. */
export class InvalidMagicLink extends ExpectedError {
  constructor() {
    super('UNAUTHENTICATED', 'This link was used already or is too old: ask for a new one')
  }
}
