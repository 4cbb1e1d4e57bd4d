import { ExpectedError } from '#lib/errors.ts'

/** There is no such pledge that the viewer may see. */
export class PledgeNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'There is no such pledge')
  }
}

/** Less than may be pledged on the issue. */
export class PledgeTooSmall extends ExpectedError {
  /** Cents. */
  readonly minimum: bigint

  constructor(minimum: bigint) {
    super('BAD_USER_INPUT', `At least ${minimum} cents can be pledged here`, ['amount'])
    this.minimum = minimum
  }
}

/** More than one payment can carry. */
export class PledgeTooLarge extends ExpectedError {
  /** Cents. */
  readonly maximum: bigint

  constructor(maximum: bigint) {
    super('BAD_USER_INPUT', `At most ${maximum} cents can be pledged at once`, ['amount'])
    this.maximum = maximum
  }
}

/** Who is not signed in says where the receipt goes. */
export class EmailRequired extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'Give an e-mail address for the receipt, or sign in', ['email'])
  }
}

/** Only members of an organization pledge in its name. */
export class NotAnOrganizationMember extends ExpectedError {
  constructor(field: string = 'onBehalfOfOrganizationId') {
    super('FORBIDDEN', 'Only members of an organization pledge in its name', [field])
  }
}

/** Stripe has no such payment intent for a pledge, or its issue is gone. */
export class PaymentIntentNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'There is no such payment of a pledge', ['paymentIntentId'])
  }
}

/** A payment intent can't be changed any more: it is paid or given up, or there is a pledge for it. */
export class PaymentIntentNotUpdatable extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'This payment can’t be changed any more', ['paymentIntentId'])
  }
}

/** Nothing of the pledge can be refunded: it was never paid, or all went back. */
export class PledgeNotRefundable extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'Nothing of this pledge can be refunded', ['pledgeId'])
  }
}

/** More is to be refunded than is left. */
export class RefundTooLarge extends ExpectedError {
  /** Cents. */
  readonly left: bigint

  constructor(left: bigint) {
    super('BAD_USER_INPUT', `Only ${left} cents are left of this pledge`, ['amount'])
    this.left = left
  }
}
