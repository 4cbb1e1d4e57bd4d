import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'

export const token = defineDomain({
  name: 'token',
  schema: () => import('./schema.ts'),
  handlers,
})
