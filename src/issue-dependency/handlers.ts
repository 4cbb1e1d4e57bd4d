import type { Handlers } from '#signals.ts'
import * as dependencies from './service.ts'

export const handlers: Handlers = {
  'issue.stored': async (tx, { issueId, hasMentions }) => {
    if (hasMentions) await dependencies.schedule(tx, issueId)
  },
}
