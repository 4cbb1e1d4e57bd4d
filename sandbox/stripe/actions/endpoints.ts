import Stripe from 'stripe'
import { add, now, ownAct } from '../act.ts'
import type { Sandbox } from '../state.ts'
import type { WebhookEndpoint } from '../tables.ts'

type Given = Pick<WebhookEndpoint, 'id' | 'url'> & Partial<WebhookEndpoint>

/** An endpoint that wants all events, unless something else is said. */
export const endpointRow = (given: Given, created: number): WebhookEndpoint => ({
  object: 'webhook_endpoint',
  api_version: Stripe.API_VERSION,
  application: null,
  created,
  description: null,
  enabled_events: ['*'],
  livemode: false,
  metadata: {},
  status: 'enabled',
  ...given,
})

/** Where events go: the platform's own, or those of connected accounts. */
export const setEndpoint = (
  sandbox: Sandbox,
  of: 'platform' | 'connect',
  receiver: { url: string; secret: string },
) => {
  const act = ownAct(sandbox)
  const { id } = add(
    act,
    'webhook_endpoints',
    endpointRow({ id: `we_${of}`, ...receiver }, now(act)),
  )
  if (of === 'connect') sandbox.state.connectEndpoints.add(id)
}
