import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { routes } from './routes.ts'
import { workers } from './workers.ts'

export const session = defineDomain({
  name: 'session',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
  routes,
})
