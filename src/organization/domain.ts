import { defineDomain } from '#domain.ts'

export const organization = defineDomain({
  name: 'organization',
  schema: () => import('./schema.ts'),
})
