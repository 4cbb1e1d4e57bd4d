import { ExpectedError } from '#lib/errors.ts'

/** There is no such issue that the viewer may see. */
export class IssueNotFound extends ExpectedError {
  constructor(message = 'There is no such issue') {
    super('NOT_FOUND', message)
  }
}

/** The goal is below zero. */
export class FundingGoalInvalid extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'A funding goal can’t be below zero', ['fundingGoal'])
  }
}

/** The share of the contributors is no percentage. */
export class UpfrontSplitInvalid extends ExpectedError {
  constructor() {
    const path = ['upfrontSplitToContributors']
    super('BAD_USER_INPUT', 'The split is between 0 and 100 percent', path)
  }
}

/** The text does not name one issue of one repository. */
export class IssueAddressInvalid extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'Name one issue: https://github.com/owner/repository/issues/1', ['url'])
  }
}
