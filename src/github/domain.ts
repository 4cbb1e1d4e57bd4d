import { defineDomain } from '#domain.ts'
import { routes } from './routes.ts'
import { workers } from './workers.ts'

export const github = defineDomain({
  name: 'github',
  schema: () => import('./schema.ts'),
  workers,
  routes,
})
