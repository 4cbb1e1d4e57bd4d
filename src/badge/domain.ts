import { defineDomain } from '#domain.ts'

export const badge = defineDomain({ name: 'badge' })
