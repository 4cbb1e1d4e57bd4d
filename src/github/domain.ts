import { defineDomain } from '#domain.ts'

export const github = defineDomain({ name: 'github', schema: () => import('./schema.ts') })
