import type { Handlers } from '#signals.ts'
import { refreshMetadata } from './jobs.ts'

export const handlers: Handlers = {
  'organization.installed': (tx, { organizationId }) =>
    tx.jobs.send(refreshMetadata, { organizationId }, { key: organizationId }),
}
