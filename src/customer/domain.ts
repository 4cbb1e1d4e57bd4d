import { defineDomain } from '#domain.ts'

export const customer = defineDomain({ name: 'customer' })
