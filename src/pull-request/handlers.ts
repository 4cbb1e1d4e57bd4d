import type { Handlers } from '#signals.ts'
import * as pullRequests from './service.ts'

export const handlers: Handlers = {
  'repository.moved': (tx, { repositoryId, organizationId }) =>
    pullRequests.moveAllOf(tx, repositoryId, organizationId),
}
