import { defineDomain } from '#domain.ts'

export const issueReference = defineDomain({ name: 'issue-reference' })
