import { defineDomain } from '#domain.ts'

export const stripe = defineDomain({ name: 'stripe', schema: () => import('./schema.ts') })
