import { defineDomain } from '#domain.ts'
import { routes } from './routes.ts'
import { workers } from './workers.ts'

export const stripeWebhook = defineDomain({ name: 'stripe-webhook', workers, routes })
