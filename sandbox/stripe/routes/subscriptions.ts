import { z } from 'zod'
import { booksOf, find, onClock } from '../act.ts'
import { advanceClock, createClock } from '../actions/clocks.ts'
import { methodFor } from '../actions/payment-methods.ts'
import { changeItems } from '../actions/prorations.ts'
import { endLater, endSubscription, subscribe } from '../actions/subscriptions.ts'
import { type Call, endpoint, listEndpoint } from '../endpoint.ts'
import { change } from '../events/emit.ts'
import {
  clearable,
  flag,
  listOf,
  mergeMetadata,
  metadata,
  natural,
  positive,
  text,
} from '../params.ts'

const fields = {
  cancel_at_period_end: flag.optional(),
  default_payment_method: text.optional(),
  description: clearable(text).optional(),
  metadata: metadata.optional(),
  proration_behavior: z.enum(['always_invoice', 'create_prorations', 'none']).optional(),
  payment_behavior: z.enum(['allow_incomplete', 'default_incomplete']).optional(),
}

const wantedOf = (call: Call, items: { price: string; quantity: number }[]) =>
  items.map(({ price, quantity }, place) => ({
    price: find(call, 'prices', price, `items[${place}][price]`),
    quantity,
  }))

export const subscriptions = [
  endpoint(
    'POST /v1/subscriptions',
    {
      ...fields,
      customer: text,
      items: listOf(z.strictObject({ price: text, quantity: positive.default(1) })),
      automatic_tax: z.strictObject({ enabled: flag }).optional(),
      trial_period_days: positive.optional(),
      off_session: flag.optional(),
    },
    (call, given) => {
      const customer = find(call, 'customers', given.customer, 'customer')
      const act = onClock(call, customer)
      const method = given.default_payment_method
      const subscription = subscribe(act, customer, {
        wanted: wantedOf(call, given.items),
        metadata: mergeMetadata({}, given.metadata),
        description: given.description,
        method: method === undefined ? null : methodFor(act, method).id,
        trialDays: given.trial_period_days,
        isTaxed: given.automatic_tax?.enabled,
        isDeferred: given.payment_behavior === 'default_incomplete',
      })
      return given.cancel_at_period_end ? endLater(act, subscription, true) : subscription
    },
  ),
  endpoint('GET /v1/subscriptions/{id}', {}, (call) => find(call, 'subscriptions', call.id)),
  endpoint(
    'POST /v1/subscriptions/{id}',
    {
      ...fields,
      items: listOf(
        z.strictObject({
          id: text.optional(),
          price: text.optional(),
          quantity: positive.optional(),
          deleted: flag.optional(),
        }),
      ).optional(),
    },
    (call, given) => {
      const subscription = find(call, 'subscriptions', call.id)
      const act = onClock(call, subscription)
      const { items, cancel_at_period_end: ends, metadata: more, description } = given
      if (items) {
        changeItems(act, subscription, items, given.proration_behavior ?? 'create_prorations')
      }
      if (ends !== undefined) endLater(act, subscription, ends)
      const method = given.default_payment_method
      return change(act, 'customer.subscription.updated', subscription, {
        description,
        metadata: mergeMetadata(subscription.metadata, more),
        default_payment_method: method === undefined ? undefined : methodFor(act, method).id,
      })
    },
  ),
  endpoint('DELETE /v1/subscriptions/{id}', {}, (call) => {
    const subscription = find(call, 'subscriptions', call.id)
    return endSubscription(onClock(call, subscription), subscription)
  }),
  listEndpoint(
    'GET /v1/subscriptions',
    'subscriptions',
    {
      customer: text.optional(),
      status: text.optional(),
      price: text.optional(),
      test_clock: text.optional(),
    },
    ({ customer, status, price, test_clock }) =>
      (row) =>
        (customer === undefined || row.customer === customer) &&
        (status === undefined
          ? row.status !== 'canceled'
          : status === 'all' || row.status === status) &&
        (price === undefined || row.items.data.some((item) => item.price.id === price)) &&
        (test_clock === undefined || row.test_clock === test_clock),
  ),
]

export const testClocks = [
  endpoint(
    'POST /v1/test_helpers/test_clocks',
    { frozen_time: natural, name: text.optional() },
    (call, { frozen_time, name = null }) => createClock(call, frozen_time, name),
  ),
  endpoint('GET /v1/test_helpers/test_clocks/{id}', {}, (call) =>
    find(call, 'test_clocks', call.id),
  ),
  endpoint(
    'POST /v1/test_helpers/test_clocks/{id}/advance',
    { frozen_time: natural },
    (call, { frozen_time }) => advanceClock(call, find(call, 'test_clocks', call.id), frozen_time),
  ),
  endpoint('DELETE /v1/test_helpers/test_clocks/{id}', {}, (call) => {
    const { id } = find(call, 'test_clocks', call.id)
    booksOf(call).test_clocks.delete(id)
    return { id, object: 'test_helpers.test_clock', deleted: true }
  }),
]
