import { defineDomain } from '#domain.ts'

export const sync = defineDomain({ name: 'sync' })
