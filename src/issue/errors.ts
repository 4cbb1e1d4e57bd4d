import { ExpectedError } from '#lib/errors.ts'

/** There is no such issue, or the viewer may not see it. */
export class IssueNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'There is no such issue')
  }
}
