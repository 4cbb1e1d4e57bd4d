import Stripe from 'stripe'
import { type Act, add, newId, now } from '../act.ts'
import { platformId } from '../state.ts'
import type { Event } from '../tables.ts'

/** Tells of what happened to an object, as it is now; `before` has what was different. */
export const emit = (act: Act, type: Stripe.Event.Type, object: object, before?: object) => {
  const data = structuredClone({ object, ...(before && { previous_attributes: before }) })
  const event: Event = {
    id: newId('evt'),
    object: 'event',
    ...(act.account !== platformId && { account: act.account }),
    api_version: Stripe.API_VERSION,
    created: now(act),
    data,
    livemode: false,
    pending_webhooks: 0,
    request: act.request ?? { id: null, idempotency_key: null },
    type,
  }
  act.sandbox.webhooks.emit(act.account, add(act, 'events', event))
}

/** What a change replaces, for an event; values that stay the same are left out. */
export const difference = <Row extends object>(before: Row, after: Row): Partial<Row> =>
  Object.fromEntries(
    Object.entries(before).filter(
      ([name, value]) => JSON.stringify(value) !== JSON.stringify(after[name as keyof Row] ?? null),
    ),
  ) as Partial<Row>

/** Changes a row and tells of it, if anything is different. */
export const change = <Row extends object>(
  act: Act,
  type: Stripe.Event.Type,
  row: Row,
  changes: Partial<Row>,
): Row => {
  const before = structuredClone(row)
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  Object.assign(row, Object.fromEntries(given))
  const changed = difference(before, row)
  if (Object.keys(changed).length > 0) emit(act, type, row, changed)
  return row
}
