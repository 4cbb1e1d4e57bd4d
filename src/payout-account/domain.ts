import { defineDomain } from '#domain.ts'

export const payoutAccount = defineDomain({
  name: 'payout-account',
  schema: () => import('./schema.ts'),
})
