import { defineDomain } from '#domain.ts'

export const issueDependency = defineDomain({ name: 'issue-dependency' })
