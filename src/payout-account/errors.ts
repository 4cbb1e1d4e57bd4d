import { ExpectedError } from '#lib/errors.ts'

/** There is no such account, or the viewer may not see it. */
export class PayoutAccountNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'There is no such payout account')
  }
}

/** The person or organization has a payout account: there is one for each. */
export class PayoutAccountExists extends ExpectedError {
  constructor() {
    super('CONFLICT', 'There is a payout account already')
  }
}

/** What an account is to be made of doesn't fit together. */
export class PayoutAccountInputInvalid extends ExpectedError {
  constructor(field: string, message: string) {
    super('BAD_USER_INPUT', message, [field])
  }
}

/** An account has no such page: it is not at Stripe, or not there yet. */
export class PayoutAccountLinkUnavailable extends ExpectedError {
  constructor(message: string) {
    super('BAD_USER_INPUT', message)
  }
}

const problems = {
  NOT_FOUND: 'Open Collective has no such collective',
  INACTIVE: 'The collective is not active',
  NOT_APPROVED: 'The collective’s host has not approved it',
  ARCHIVED: 'The collective is archived',
  FROZEN: 'The collective is frozen',
  OTHER_HOST: 'The collective’s host is not Open Source Collective',
} as const

/** Why a collective can't receive money through us. */
export type OpenCollectiveProblem = keyof typeof problems

/** A collective can't receive money through us. */
export class OpenCollectiveNotEligible extends ExpectedError {
  readonly reason: OpenCollectiveProblem

  constructor(reason: OpenCollectiveProblem) {
    super('BAD_USER_INPUT', problems[reason], ['openCollectiveSlug'])
    this.reason = reason
  }
}

/** Open Collective can't be asked now. */
export class OpenCollectiveUnavailable extends ExpectedError {
  constructor() {
    super('UNAVAILABLE', 'Open Collective can’t be reached at the moment: try again later')
  }
}
