import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { workers } from './workers.ts'

export const badge = defineDomain({
  name: 'badge',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
})
