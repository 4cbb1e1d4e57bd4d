import type { Handlers } from '#signals.ts'
import * as badges from './service.ts'

export const handlers: Handlers = {
  'issue.event_received': (tx, event) => badges.react(tx, event),
  'issue.transferred': (tx, { toIssueId }) => badges.readdress(tx, toIssueId),
}
