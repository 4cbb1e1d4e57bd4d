import { defineDomain } from '#domain.ts'

export const user = defineDomain({ name: 'user', schema: () => import('./schema.ts') })
