import { defineDomain } from '#domain.ts'

export const reward = defineDomain({ name: 'reward' })
