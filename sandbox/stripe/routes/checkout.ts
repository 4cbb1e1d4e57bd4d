import { z } from 'zod'
import { add, find, newId, now } from '../act.ts'
import { createSession, expireSession } from '../actions/checkout.ts'
import { createPrice, createProduct } from '../actions/products.ts'
import { type Call, endpoint, listAnswer, listEndpoint, pageParams } from '../endpoint.ts'
import { invalid } from '../errors.ts'
import { render } from '../expand.ts'
import {
  address,
  clearable,
  currency,
  email,
  flag,
  listOf,
  mergeMetadata,
  metadata,
  natural,
  positive,
  text,
} from '../params.ts'
import type { Session } from '../tables.ts'

const enabled = z.strictObject({ enabled: flag })

const priceData = z.strictObject({
  currency,
  unit_amount: natural,
  product_data: z.strictObject({ name: text }),
  recurring: z
    .strictObject({
      interval: z.enum(['day', 'week', 'month', 'year']),
      interval_count: positive.default(1),
    })
    .optional(),
})

const lineItem = z.strictObject({
  price: text.optional(),
  price_data: priceData.optional(),
  quantity: positive.default(1),
})

const priceOf = (call: Call, { price, price_data: data }: z.output<typeof lineItem>) => {
  if (price !== undefined) return find(call, 'prices', price, 'line_items[0][price]')
  if (!data)
    throw invalid('A line item needs `price` or `price_data`.', 'parameter_missing', 'line_items')
  const { product_data, recurring, ...rest } = data
  const product = createProduct(call, product_data)
  const again = recurring && {
    ...recurring,
    meter: null,
    trial_period_days: null,
    usage_type: 'licensed' as const,
  }
  return createPrice(call, { ...rest, product: product.id, recurring: again })
}

const described = { metadata: metadata.optional(), description: text.optional() }
const autoOrNever = z.enum(['auto', 'never']).optional()

const create = endpoint(
  'POST /v1/checkout/sessions',
  {
    mode: z.enum(['payment', 'setup', 'subscription']).default('payment'),
    line_items: listOf(lineItem).optional(),
    success_url: address,
    cancel_url: address.optional(),
    customer: text.optional(),
    customer_email: email.optional(),
    customer_creation: z.enum(['always', 'if_required']).optional(),
    customer_update: z
      .strictObject({ address: autoOrNever, name: autoOrNever, shipping: autoOrNever })
      .optional(),
    client_reference_id: text.optional(),
    currency: currency.optional(),
    metadata: metadata.optional(),
    automatic_tax: enabled.optional(),
    tax_id_collection: enabled.optional(),
    payment_method_collection: z.enum(['always', 'if_required']).optional(),
    allowed_payment_method_types: listOf(z.literal('card')).optional(),
    allow_promotion_codes: flag.optional(),
    expires_at: natural.optional(),
    subscription_data: z
      .strictObject({ ...described, trial_period_days: positive.optional() })
      .optional(),
    payment_intent_data: z.strictObject(described).optional(),
    setup_intent_data: z.strictObject(described).optional(),
  },
  (call, given) => {
    const { mode, line_items: items = [], customer, customer_email } = given
    if (mode !== 'setup' && items.length === 0) {
      throw invalid('You must pass `line_items` in this mode.', 'parameter_missing', 'line_items')
    }
    if (customer !== undefined && customer_email !== undefined) {
      throw invalid('You may only specify one of these parameters: customer, customer_email.')
    }
    if (customer !== undefined) find(call, 'customers', customer, 'customer')
    const sold = items.map((item) => ({ price: priceOf(call, item), quantity: item.quantity }))
    if (mode === 'subscription' && !sold.some(({ price }) => price.recurring)) {
      throw invalid(
        'You must provide at least one recurring price in `subscription` mode when using prices.',
      )
    }
    const data = {
      payment: given.payment_intent_data,
      setup: given.setup_intent_data,
      subscription: given.subscription_data,
    }[mode]
    const sale = {
      lines: sold.map(({ price, quantity }) => ({ price: price.id, quantity })),
      metadata: mergeMetadata({}, data?.metadata),
      trialDays: given.subscription_data?.trial_period_days ?? null,
      description: data?.description ?? null,
    }
    const taxes = given.automatic_tax?.enabled ?? false
    return createSession(call, sale, {
      mode,
      currency: given.currency ?? sold[0]?.price.currency ?? 'usd',
      customer: customer ?? null,
      customer_email: customer_email ?? null,
      customer_creation: mode === 'payment' ? (given.customer_creation ?? 'if_required') : null,
      client_reference_id: given.client_reference_id ?? null,
      success_url: given.success_url,
      cancel_url: given.cancel_url ?? null,
      metadata: mergeMetadata({}, given.metadata),
      payment_method_collection: given.payment_method_collection ?? null,
      automatic_tax: {
        enabled: taxes,
        liability: taxes ? { type: 'self' } : null,
        provider: taxes ? 'stripe' : null,
        status: taxes ? 'requires_location_inputs' : null,
      },
      ...(given.tax_id_collection && {
        tax_id_collection: { ...given.tax_id_collection, required: 'never' as const },
      }),
      ...(given.expires_at !== undefined && { expires_at: given.expires_at }),
    })
  },
)

export const checkout = [
  create,
  endpoint('GET /v1/checkout/sessions/{id}', {}, (call) => find(call, 'sessions', call.id)),
  endpoint('POST /v1/checkout/sessions/{id}/expire', {}, (call) =>
    expireSession(call, find(call, 'sessions', call.id)),
  ),
  endpoint('GET /v1/checkout/sessions/{id}/line_items', pageParams, (call, page) => {
    const session = find(call, 'sessions', call.id)
    const { line_items } = render(call, session, ['line_items']) as {
      line_items: { data: { id: string }[] }
    }
    return listAnswer(call, line_items.data, page)
  }),
  listEndpoint(
    'GET /v1/checkout/sessions',
    'sessions',
    {
      customer: text.optional(),
      payment_intent: text.optional(),
      subscription: text.optional(),
      status: text.optional(),
    },
    (params) => (row) =>
      Object.entries(params).every(
        ([name, value]) => value === undefined || row[name as keyof Session] === value,
      ),
  ),
]

/** What the page offers is fixed here: all sessions have the same configuration. */
const configuration = 'bpc_sandbox'

export const portal = [
  endpoint(
    'POST /v1/billing_portal/sessions',
    { customer: text, return_url: clearable(address).optional(), locale: text.optional() },
    (call, { customer, return_url = null }) => {
      find(call, 'customers', customer, 'customer')
      const id = newId('bps')
      return add(call, 'portal_sessions', {
        id,
        object: 'billing_portal.session',
        configuration,
        created: now(call),
        customer,
        customer_account: null,
        flow: null,
        livemode: false,
        locale: null,
        on_behalf_of: null,
        return_url,
        url: `${call.sandbox.config.url}/portal/${id}`,
      })
    },
  ),
]
