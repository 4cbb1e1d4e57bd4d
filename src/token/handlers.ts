import type { Handlers } from '#signals.ts'
import * as tokens from './service.ts'

export const handlers: Handlers = {
  'user.deleted': (tx, { userId }) => tokens.revokeAll(tx, userId),
}
