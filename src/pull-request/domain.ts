import { defineDomain } from '#domain.ts'

export const pullRequest = defineDomain({ name: 'pull-request' })
