import { defineDomain } from '#domain.ts'
import { routes } from './routes.ts'
import { workers } from './workers.ts'

export const magicLink = defineDomain({
  name: 'magic-link',
  schema: () => import('./schema.ts'),
  workers,
  routes,
})
