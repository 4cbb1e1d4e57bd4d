import type { Handlers } from '#signals.ts'
import * as sessions from './service.ts'

export const handlers: Handlers = {
  'user.deleted': async (tx, { userId }) => {
    await sessions.revokeAll(tx, userId)
  },
}
