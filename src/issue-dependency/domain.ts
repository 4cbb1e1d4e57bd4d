import { defineDomain } from '#domain.ts'
import { handlers } from './handlers.ts'
import { workers } from './workers.ts'

export const issueDependency = defineDomain({
  name: 'issue-dependency',
  handlers,
  workers,
})
