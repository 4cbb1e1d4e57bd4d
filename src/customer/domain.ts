import { defineDomain } from '#domain.ts'

export const customer = defineDomain({ name: 'customer', schema: () => import('./schema.ts') })
