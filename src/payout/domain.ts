import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { workers } from './workers.ts'

export const payout = defineDomain({
  name: 'payout',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
})
