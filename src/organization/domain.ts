import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { workers } from './workers.ts'

export const organization = defineDomain({
  name: 'organization',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
})
