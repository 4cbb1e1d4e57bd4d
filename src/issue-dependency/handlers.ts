import type { Handlers } from '#signals.ts'
import * as dependencies from './service.ts'

export const handlers: Handlers = {
  'issue.event_received': async (tx, { issueId, action }) => {
    if (action === 'opened' || action === 'edited') await dependencies.schedule(tx, issueId)
  },
}
