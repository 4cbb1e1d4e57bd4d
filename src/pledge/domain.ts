import { defineDomain } from '#domain.ts'

export const pledge = defineDomain({ name: 'pledge', schema: () => import('./schema.ts') })
