import { ExpectedError } from '#lib/errors.ts'

/** A repository in the settings does not belong to the organization. `path` leads to its id. */
export class RepositoryNotInOrganization extends ExpectedError {
  constructor(index: number) {
    super('BAD_USER_INPUT', 'The organization has no such repository', [
      'repositories',
      `${index}`,
      'repositoryId',
    ])
  }
}

/** The least that can be pledged is below zero. */
export class MinimumAmountInvalid extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', 'The amount can’t be below zero', ['minimumAmount'])
  }
}

/** Characters of a message at most. GitHub takes 65,536 for the whole text of an issue. */
export const longestMessage = 10_000

/** A message for a badge, or a comment, is empty or too long. */
export class MessageInvalid extends ExpectedError {
  constructor() {
    super('BAD_USER_INPUT', `A message has 1 to ${longestMessage} characters`, ['message'])
  }
}

const reasons = {
  APP_BADGE_NOT_ENABLED: 'Badges are switched off on this server',
  ORG_NOT_INSTALLED: 'Our GitHub App is not installed on the organization',
  ORG_SUSPENDED: 'The installation of our GitHub App is suspended',
}

export type UnavailableReason = keyof typeof reasons

/** The text of no issue of the organization can be changed now. */
export class BadgeUnavailable extends ExpectedError {
  readonly reason: UnavailableReason

  constructor(reason: UnavailableReason) {
    super('FORBIDDEN', reasons[reason])
    this.reason = reason
  }
}

/** Its repository gives badges by itself, so that a label decides nothing. */
export class RepositoryEmbedsBadges extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'The repository gives badges to its issues by itself')
  }
}

/** GitHub does not allow it, or has no such issue any more. */
export class RefusedByGithub extends ExpectedError {
  /** Of GitHub's answer. */
  readonly status: number

  constructor(status: number) {
    super('FORBIDDEN', `GitHub does not allow it, with status ${status}`)
    this.status = status
  }
}
