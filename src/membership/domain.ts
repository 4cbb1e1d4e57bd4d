import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { workers } from './workers.ts'

export const membership = defineDomain({
  name: 'membership',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
})
