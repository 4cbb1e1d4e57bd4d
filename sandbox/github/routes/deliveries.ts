import { z } from 'zod'
import { appOf } from '../caller.ts'
import type { Delivery } from '../events/webhooks.ts'
import { GithubError, type Incoming, notFound, queryOf } from '../http.ts'
import { positive } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import type { DeliveryData, DeliveryItemData } from '../shapes/github.ts'
import type { Sandbox } from '../state.ts'

const listQuery = z.strictObject({ per_page: positive.optional(), cursor: z.string().optional() })

const itemData = (delivery: Delivery) =>
  ({
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.isRedelivery,
    duration: delivery.duration,
    status: delivery.status,
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
  }) satisfies DeliveryItemData

/** Newest first, and on by a cursor instead of a page. */
const listDeliveries: Handle = (sandbox, incoming) => {
  appOf(sandbox, incoming)
  const { per_page = 30, cursor } = queryOf(incoming, listQuery)
  const { deliveries: all } = sandbox.webhooks
  const start = cursor === undefined ? 0 : all.findIndex(({ id }) => `v1_${id}` === cursor)
  if (start < 0) throw new GithubError(400, 'Invalid cursor')
  const end = start + Math.min(per_page, 100)
  const next = all[end]
  const target = new URL(incoming.url)
  if (next) target.searchParams.set('cursor', `v1_${next.id}`)
  return {
    status: 200,
    ...(next && { headers: { link: `<${target.href}>; rel="next"` } }),
    body: all.slice(start, end).map(itemData),
  }
}

const deliveryAt = (sandbox: Sandbox, incoming: Incoming): Delivery => {
  appOf(sandbox, incoming)
  queryOf(incoming, z.strictObject({}))
  const { delivery_id: id } = incoming.params
  const delivery = sandbox.webhooks.deliveries.find((one) => `${one.id}` === id)
  if (!delivery) throw notFound()
  return delivery
}

const getDelivery: Handle = (sandbox, incoming) => {
  const delivery = deliveryAt(sandbox, incoming)
  const { headers, payload, answer, url } = delivery
  const body: DeliveryData = {
    ...itemData(delivery),
    url,
    request: { headers, payload: JSON.parse(payload) },
    response: {
      headers: answer.headers,
      payload: answer.payload as DeliveryData['response']['payload'],
    },
  }
  return { status: 200, body }
}

const redeliver: Handle = (sandbox, incoming) => {
  sandbox.webhooks.redeliver(deliveryAt(sandbox, incoming))
  return { status: 202, body: {} }
}

export const deliveries: Route[] = [
  route('GET /app/hook/deliveries', listDeliveries),
  route('GET /app/hook/deliveries/{delivery_id}', getDelivery),
  route('POST /app/hook/deliveries/{delivery_id}/attempts', redeliver),
]
