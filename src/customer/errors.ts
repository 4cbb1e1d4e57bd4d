import { ExpectedError } from '#lib/errors.ts'

/** An organization without an address for its bills can't pay. */
export class BillingEmailMissing extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'The organization needs a billing e-mail address first')
  }
}
