import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { workers } from './workers.ts'

export const issue = defineDomain({
  name: 'issue',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
})
