import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { routes } from './routes.ts'
import { workers } from './workers.ts'

export const pledge = defineDomain({
  name: 'pledge',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
  routes,
})
