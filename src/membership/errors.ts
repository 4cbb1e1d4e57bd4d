import { ExpectedError } from '#lib/errors.ts'

/** No account of GitHub is connected, so GitHub can't say what the person may do there. */
export class GithubNotConnected extends ExpectedError {
  constructor() {
    super('FORBIDDEN', 'Connect your GitHub account first')
  }
}

/** GitHub does not show the person such an installation of our App. */
export class InstallationNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'You have no such installation of our GitHub App', ['installationId'])
  }
}
