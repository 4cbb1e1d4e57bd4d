import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { workers } from './workers.ts'

export const issueReference = defineDomain({
  name: 'issue-reference',
  schema: () => import('./schema.ts'),
  handlers,
  workers,
})
