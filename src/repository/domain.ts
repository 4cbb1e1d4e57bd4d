import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { workers } from './workers.ts'

export const repository = defineDomain({
  name: 'repository',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
})
