import { defineDomain } from '#domain.ts'

export const payout = defineDomain({ name: 'payout' })
