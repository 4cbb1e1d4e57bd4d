import type { Handlers } from '#signals.ts'
import * as memberships from './service.ts'

export const handlers: Handlers = {
  'user.deleted': (tx, { userId }) => memberships.removeAllOf(tx, userId),
}
