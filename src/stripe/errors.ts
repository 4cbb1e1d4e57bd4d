import { ExpectedError } from '#lib/errors.ts'

/** Stripe can't be asked now: it is away, we have asked too much, or no key is set. */
export class StripeUnavailable extends ExpectedError {
  constructor() {
    super('UNAVAILABLE', 'Stripe can’t be reached at the moment: try again later')
  }
}

/** Stripe says no: a card is declined, an address is none, a thing is not there. */
export class StripeRefused extends ExpectedError {
  /** Stripe's own code: `card_declined`, `resource_missing`. Null where it has none. */
  readonly stripeCode: string | null
  /** Why a bank declined: `insufficient_funds`. */
  readonly declineCode: string | null

  constructor(
    message: string,
    { stripeCode = null, declineCode = null, path = null }: Partial<Facts> = {},
  ) {
    super('BAD_USER_INPUT', message, path)
    this.stripeCode = stripeCode
    this.declineCode = declineCode
  }
}

type Facts = {
  stripeCode: string | null
  declineCode: string | null
  path: readonly string[] | null
}
