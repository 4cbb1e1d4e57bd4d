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

/** Stripe has no such payment intent for a pledge, it is not the viewer's, or its issue is gone. */
export class PaymentIntentNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'There is no such payment of a pledge, or it is not yours', [
      'paymentIntentId',
    ])
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

/** A pledge is paid by an organization, or by a person on behalf of one: not both. */
export class PayerAmbiguous extends ExpectedError {
  constructor() {
    const path = ['onBehalfOfOrganizationId']
    super('BAD_USER_INPUT', 'Either an organization pays, or you do on behalf of one', path)
  }
}

/** Whose limit it is: that of one member, or of the whole organization. */
export type LimitKind = 'MEMBER' | 'ORGANIZATION'

/** Amounts in cents. */
export type LimitFacts = { kind: LimitKind; limit: bigint; spent: bigint }

const whose = { MEMBER: 'one member', ORGANIZATION: 'the organization' } as const

/** The pledge would bring the organization above a limit of this month. */
export class SpendingLimitExceeded extends ExpectedError {
  readonly kind: LimitKind
  readonly limit: bigint
  readonly spent: bigint

  constructor({ kind, limit, spent }: LimitFacts) {
    const message = `This month ${whose[kind]} may pledge ${limit} cents, and has pledged ${spent}`
    super('BAD_USER_INPUT', message, ['amount'])
    this.kind = kind
    this.limit = limit
    this.spent = spent
  }
}

/** The invoice can't be sent, or not now. */
export class PledgeNotInvoiceable extends ExpectedError {
  constructor(message: string) {
    super('BAD_USER_INPUT', message, ['pledgeId'])
  }
}

/** The payout can't be objected to, or not any more. */
export class PledgeNotDisputable extends ExpectedError {
  constructor(message: string) {
    super('BAD_USER_INPUT', message, ['pledgeId'])
  }
}

/** The reason is empty or too long. */
export class DisputeReasonInvalid extends ExpectedError {
  constructor(message: string) {
    super('BAD_USER_INPUT', message, ['reason'])
  }
}

/** Only who pays may do this or, where the action says so, who receives. */
export class NotYourPledge extends ExpectedError {
  constructor(message: string) {
    super('FORBIDDEN', message)
  }
}
