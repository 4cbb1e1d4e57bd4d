import { defineDomain } from '#domain.ts'

export const github = defineDomain({ name: 'github' })
