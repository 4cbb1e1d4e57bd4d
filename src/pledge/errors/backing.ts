import { ExpectedError } from '#lib/errors.ts'

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
