import { ExpectedError } from '#lib/errors.ts'

/** An organization that pays needs an address for its invoices. */
export class BillingEmailMissing extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'The organization needs a billing e-mail address first')
  }
}

/** The viewer has no such card. */
export class PaymentMethodNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'You have no such payment method', ['paymentMethodId'])
  }
}
