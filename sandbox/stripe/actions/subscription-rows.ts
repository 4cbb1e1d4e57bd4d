import { type Act, newId, now } from '../act.ts'
import type { Customer, Price, Subscription } from '../tables.ts'
import { itemOf, periodEnd } from './subscription-items.ts'

const daySeconds = 86_400

const blank = {
  object: 'subscription',
  application: null,
  application_fee_percent: null,
  billing_cycle_anchor_config: null,
  billing_thresholds: null,
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  cancellation_details: null,
  collection_method: 'charge_automatically',
  customer_account: null,
  days_until_due: null,
  default_payment_method: null,
  default_source: null,
  description: null,
  ended_at: null,
  latest_invoice: null,
  livemode: false,
  managed_payments: null,
  next_pending_invoice_item_invoice: null,
  on_behalf_of: null,
  pause_collection: null,
  payment_settings: null,
  pending_invoice_item_interval: null,
  pending_setup_intent: null,
  pending_update: null,
  schedule: null,
  transfer_data: null,
  trial_settings: null,
} as const

export type Wanted = { price: Price; quantity: number }

/** What somebody subscribes to, and how. */
export type Given = {
  wanted: Wanted[]
  metadata?: Record<string, string>
  description?: string | null
  method?: string | null
  trialDays?: number
  isTaxed?: boolean
  /** Waits for the payer, instead of charging at once. */
  isDeferred?: boolean
}

/** A subscription that has not been billed yet. */
export const emptyRow = (act: Act, customer: Customer, given: Given): Subscription => {
  const start = now(act)
  const id = newId('sub')
  const trialEnd = given.trialDays ? start + given.trialDays * daySeconds : null
  const items = given.wanted.map(({ price, quantity }) =>
    itemOf(act, id, price, { quantity, start, end: trialEnd ?? periodEnd(start, price) }),
  )
  return {
    ...blank,
    id,
    automatic_tax: { disabled_reason: null, enabled: given.isTaxed ?? false, liability: null },
    billing_cycle_anchor: trialEnd ?? start,
    billing_mode: { flexible: null, type: 'classic' },
    billing_schedules: [],
    created: start,
    currency: given.wanted[0]?.price.currency ?? 'usd',
    customer: customer.id,
    default_payment_method: given.method ?? null,
    default_tax_rates: [],
    description: given.description ?? null,
    discounts: [],
    invoice_settings: {
      account_tax_ids: null,
      custom_fields: null,
      description: null,
      footer: null,
      issuer: { type: 'self' },
    },
    items: {
      object: 'list',
      data: items,
      has_more: false,
      url: `/v1/subscription_items?subscription=${id}`,
    },
    metadata: given.metadata ?? {},
    start_date: start,
    status: trialEnd === null ? 'incomplete' : 'trialing',
    test_clock: customer.test_clock ?? null,
    trial_end: trialEnd,
    trial_start: trialEnd === null ? null : start,
  }
}
