import { defineDomain } from '#domain.ts'
import { routes } from './routes.ts'
import { workers } from './workers.ts'

export const githubWebhook = defineDomain({
  name: 'github-webhook',
  schema: () => import('./schema.ts'),
  workers,
  routes,
})
