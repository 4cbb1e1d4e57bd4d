import type Stripe from 'stripe'
import { type Act, newId, now } from '../act.ts'
import { invalid } from '../errors.ts'
import type { Price } from '../tables.ts'

export type Item = Stripe.SubscriptionItem

/** When a period ends: months and years by the calendar, no later than the month's last day. */
export const periodEnd = (start: number, { recurring }: Pick<Price, 'recurring'>): number => {
  const { interval = 'month', interval_count: count = 1 } = recurring ?? {}
  if (interval === 'day') return start + count * 86_400
  if (interval === 'week') return start + count * 7 * 86_400
  const date = new Date(start * 1000)
  const day = date.getUTCDate()
  date.setUTCDate(1)
  date.setUTCMonth(date.getUTCMonth() + count * (interval === 'year' ? 12 : 1))
  const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate()
  date.setUTCDate(Math.min(day, last))
  return Math.floor(date.getTime() / 1000)
}

const planOf = (price: Price) => ({
  id: price.id,
  object: 'plan',
  active: price.active,
  amount: price.unit_amount,
  amount_decimal: price.unit_amount_decimal,
  billing_scheme: price.billing_scheme,
  created: price.created,
  currency: price.currency,
  interval: price.recurring?.interval,
  interval_count: price.recurring?.interval_count,
  livemode: false,
  metadata: price.metadata,
  meter: null,
  nickname: price.nickname,
  product: price.product,
  tiers_mode: null,
  transform_usage: null,
  trial_period_days: null,
  usage_type: 'licensed',
})

/** Throws 400 for a price that can't be subscribed to. */
export const refuseUnsellable = (price: Price) => {
  if (!price.recurring) {
    throw invalid(
      `The price specified is set to \`type=one_time\` but this field only accepts prices with \`type=recurring\`.`,
      undefined,
      'items[0][price]',
    )
  }
  if (!price.active)
    throw invalid(
      'The price specified is inactive. This field only accepts active prices.',
      'price_inactive',
    )
}

/** A subscription's item; its price's decimals are text here, as on the wire. */
export const itemOf = (
  act: Act,
  subscription: string,
  price: Price,
  given: { quantity: number; start: number; end: number },
): Item => {
  refuseUnsellable(price)
  const item = {
    id: newId('si', 14),
    object: 'subscription_item',
    billing_thresholds: null,
    created: now(act),
    current_period_end: given.end,
    current_period_start: given.start,
    current_trial: null,
    discounts: [],
    metadata: {},
    plan: planOf(price),
    price: structuredClone(price),
    quantity: given.quantity,
    subscription,
    tax_rates: [],
  }
  return item as unknown as Item
}

/** Gives an item another price. */
export const reprice = (item: Item, price: Price) => {
  refuseUnsellable(price)
  Object.assign(item, { price: structuredClone(price), plan: planOf(price) })
}
