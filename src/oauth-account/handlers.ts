import type { Handlers } from '#signals.ts'
import * as oauthAccounts from './service.ts'

export const handlers: Handlers = {
  'user.deleted': (tx, { userId }) => oauthAccounts.removeAllOf(tx, userId),
}
