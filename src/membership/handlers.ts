import type { Handlers } from '#signals.ts'
import { syncOrganization } from './jobs.ts'
import * as memberships from './service.ts'

export const handlers: Handlers = {
  'user.deleted': (tx, { userId }) => memberships.removeAllOf(tx, userId),
  'organization.installed': (tx, { organizationId }) =>
    tx.jobs.send(syncOrganization, { organizationId }, { key: organizationId }),
}
