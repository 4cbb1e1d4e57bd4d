import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'

export const membership = defineDomain({
  name: 'membership',
  schema: () => import('./schema.ts'),
  handlers,
})
