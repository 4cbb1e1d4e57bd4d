import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { workers } from './workers.ts'

export const reward = defineDomain({
  name: 'reward',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
})
