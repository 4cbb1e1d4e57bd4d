import { add, booksOf, find, newId, now } from '../act.ts'
import { endpointRow } from '../actions/endpoints.ts'
import { endpoint, listEndpoint } from '../endpoint.ts'
import {
  address,
  clearable,
  flag,
  isWithin,
  listOf,
  mergeMetadata,
  metadata,
  range,
  text,
} from '../params.ts'
import type { WebhookEndpoint } from '../tables.ts'

/** Without its secret, which is shown only once. */
const shown = ({ secret: _, ...row }: WebhookEndpoint) => row

const fields = {
  url: address,
  enabled_events: listOf(text).min(1),
  description: clearable(text).optional(),
  metadata: metadata.optional(),
}

export const events = [
  endpoint('GET /v1/events/{id}', {}, (call) => find(call, 'events', call.id)),
  listEndpoint(
    'GET /v1/events',
    'events',
    {
      type: text.optional(),
      types: listOf(text).optional(),
      created: range.optional(),
      delivery_success: flag.optional(),
    },
    ({ type, types = type === undefined ? undefined : [type], created, delivery_success }) =>
      (event) =>
        (types === undefined || types.includes(event.type)) &&
        isWithin(event.created, created) &&
        (delivery_success === undefined || delivery_success === (event.pending_webhooks === 0)),
  ),
  endpoint(
    'POST /v1/webhook_endpoints',
    { ...fields, connect: flag.optional() },
    (call, { connect, url, enabled_events, description = null, metadata: given }) => {
      const secret = newId('whsec', 32)
      const more = { enabled_events, description, metadata: mergeMetadata({}, given) }
      const row = endpointRow({ id: newId('we'), url, secret, ...more }, now(call))
      if (connect) call.sandbox.state.connectEndpoints.add(row.id)
      return add(call, 'webhook_endpoints', row)
    },
  ),
  endpoint('GET /v1/webhook_endpoints/{id}', {}, (call) =>
    shown(find(call, 'webhook_endpoints', call.id)),
  ),
  endpoint('DELETE /v1/webhook_endpoints/{id}', {}, (call) => {
    const { id } = find(call, 'webhook_endpoints', call.id)
    booksOf(call).webhook_endpoints.delete(id)
    return { id, object: 'webhook_endpoint', deleted: true }
  }),
]
