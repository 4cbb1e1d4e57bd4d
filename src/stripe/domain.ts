import { defineDomain } from '#domain.ts'

export const stripe = defineDomain({ name: 'stripe' })
