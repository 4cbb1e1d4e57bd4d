import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'

export const pullRequest = defineDomain({
  name: 'pull-request',
  schema: () => import('./schema.ts'),
  handlers,
})
