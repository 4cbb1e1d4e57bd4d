import { ExpectedError } from '#lib/errors.ts'

/** GitHub does not show the person such an installation of our App. */
export class InstallationNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'You have no such installation of our GitHub App', ['installationId'])
  }
}
