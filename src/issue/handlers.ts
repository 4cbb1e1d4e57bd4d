import type { Handlers } from '#signals.ts'
import * as issues from './service.ts'

export const handlers: Handlers = {
  'repository.moved': (tx, { repositoryId, organizationId }) =>
    issues.moveAllOf(tx, repositoryId, organizationId),
}
