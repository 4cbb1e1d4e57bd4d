import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { workers } from './workers.ts'

export const sync = defineDomain({
  name: 'sync',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
})
