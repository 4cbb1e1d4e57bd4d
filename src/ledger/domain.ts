import { defineDomain } from '#domain.ts'
import { workers } from './workers.ts'

export const ledger = defineDomain({
  name: 'ledger',
  schema: () => import('./schema.ts'),
  workers,
})
