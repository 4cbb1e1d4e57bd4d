import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'

export const oauthAccount = defineDomain({
  name: 'oauth-account',
  schema: () => import('./schema.ts'),
  handlers,
})
