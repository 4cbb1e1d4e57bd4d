import type { Handlers } from '#signals.ts'
import * as repositories from './service.ts'

export const handlers: Handlers = {
  'organization.uninstalled': (tx, { organizationId }) =>
    repositories.settleAllOf(tx, organizationId),
}
