import { ExpectedError } from '#lib/errors.ts'

/** There is no such session of yours. */
export class SessionNotFound extends ExpectedError {
  constructor() {
    super('NOT_FOUND', 'You have no such session', ['sessionId'])
  }
}
