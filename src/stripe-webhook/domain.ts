import { defineDomain } from '#domain.ts'

export const stripeWebhook = defineDomain({ name: 'stripe-webhook' })
