import { ExpectedError } from '#lib/errors.ts'

/** There is no such repository, or the viewer may not see it. */
export class RepositoryNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'There is no such repository')
  }
}
