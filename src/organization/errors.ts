import { ExpectedError } from '#lib/errors.ts'

/** There is no such organization, or its account has no installation of our App any more. */
export class OrganizationNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'There is no such organization')
  }
}

/** Only the admins of an organization may do this. */
export class NotAnOrganizationAdmin extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'Only admins of the organization may do this')
  }
}

/** A setting has a value that it can't have. */
export class OrganizationSettingInvalid extends ExpectedError {
  constructor(setting: string, message: string) {
    super('BAD_USER_INPUT', message, [setting])
  }
}

/** The limit for each member does not fit the limit for all. */
export class SpendingLimitsConflict extends ExpectedError {
  constructor(message: string) {
    super('BAD_USER_INPUT', message, ['perUserMonthlySpendingLimit'])
  }
}

/** Our App is not installed on the organization, or suspended there. */
export class OrganizationNotInstalled extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'Our GitHub App is not installed on this organization, or suspended')
  }
}
