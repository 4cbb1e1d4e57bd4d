import { z } from 'zod'
import { find } from '../act.ts'
import { confirm } from '../actions/pay.ts'
import { cancel, createIntent, unexpected } from '../actions/payment-intents.ts'
import { createMethod, methodFor } from '../actions/payment-methods.ts'
import { cardByToken } from '../cards.ts'
import { type Call, endpoint, listEndpoint } from '../endpoint.ts'
import { invalid, missing } from '../errors.ts'
import {
  address,
  clearable,
  currency,
  email,
  flag,
  isWithin,
  listOf,
  mergeMetadata,
  metadata,
  positive,
  range,
  text,
} from '../params.ts'
import type { PaymentIntent } from '../tables.ts'
import { billingDetails } from './payment-methods.ts'

const leastAmount = 50
const mostAmount = 99_999_999

const checkAmount = (amount: number | undefined) => {
  if (amount === undefined) return
  if (amount < leastAmount) {
    throw invalid('Amount must be at least $0.50 usd', 'amount_too_small', 'amount')
  }
  if (amount > mostAmount) {
    throw invalid('Amount must be no more than $999,999.99', 'amount_too_large', 'amount')
  }
}

const usage = z.enum(['on_session', 'off_session'])

const fields = {
  amount: positive.optional(),
  currency: currency.optional(),
  customer: text.optional(),
  description: clearable(text).optional(),
  metadata: metadata.optional(),
  payment_method: text.optional(),
  allowed_payment_method_types: listOf(z.literal('card')).optional(),
  receipt_email: clearable(email).optional(),
  setup_future_usage: clearable(usage).optional(),
  statement_descriptor_suffix: clearable(text.max(22)).optional(),
  transfer_group: clearable(text).optional(),
}

const automatic = z.strictObject({
  enabled: flag,
  allow_redirects: z.enum(['always', 'never']).default('always'),
})

const confirming = {
  return_url: address.optional(),
  off_session: flag.optional(),
}

const customerOf = (call: Call, id: string | undefined) =>
  id === undefined ? undefined : find(call, 'customers', id, 'customer').id

const methodOf = (call: Call, id: string | undefined) =>
  id === undefined ? undefined : methodFor(call, id).id

const defined = <Given extends object>(given: Given): Given =>
  Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Given

/** Other ways to pay than cards may lead away from the page, and have to lead back. */
const refuseWithoutReturn = (intent: PaymentIntent, returnUrl: string | undefined) => {
  const { enabled, allow_redirects } = intent.automatic_payment_methods ?? {}
  if (!enabled || allow_redirects === 'never' || returnUrl !== undefined) return
  throw invalid(
    "This PaymentIntent is configured to accept payment methods enabled in your Dashboard. Because some of these payment methods might redirect your customer off of your page, you must provide a `return_url`. If you don't want to accept redirect-based payment methods, set `automatic_payment_methods[enabled]` to `true` and `automatic_payment_methods[allow_redirects]` to `never` when creating Setup Intents and Payment Intents.",
  )
}

/** An intent; a browser has to know its secret. */
const intentFor = (call: Call, secret: string | undefined) => {
  const intent = find(call, 'payment_intents', call.id)
  const isSecretWrong = secret !== undefined && secret !== intent.client_secret
  if (isSecretWrong || (call.isPublic && secret === undefined)) {
    throw missing('payment_intent', call.id)
  }
  return intent
}

const automaticOf = (given: z.output<typeof automatic> | undefined, types: unknown) => {
  if (given) return given
  return types === undefined ? { enabled: true, allow_redirects: 'always' as const } : null
}

const create = endpoint(
  'POST /v1/payment_intents',
  {
    ...fields,
    ...confirming,
    amount: positive,
    currency,
    automatic_payment_methods: automatic.optional(),
    confirm: flag.optional(),
  },
  (call, given) => {
    const {
      return_url,
      off_session,
      confirm: isConfirmed,
      automatic_payment_methods,
      ...params
    } = given
    checkAmount(params.amount)
    if (off_session && !isConfirmed) {
      throw invalid(
        'You may only provide `off_session` when `confirm` is true.',
        undefined,
        'off_session',
      )
    }
    const automatically = automaticOf(
      automatic_payment_methods,
      params.allowed_payment_method_types,
    )
    const row = defined({
      ...params,
      customer: customerOf(call, params.customer),
      metadata: mergeMetadata({}, params.metadata),
      automatic_payment_methods: automatically,
    })
    if (isConfirmed)
      refuseWithoutReturn({ automatic_payment_methods: automatically } as PaymentIntent, return_url)
    const payment_method = methodOf(call, params.payment_method)
    const intent = createIntent(call, defined({ ...row, payment_method }))
    if (!isConfirmed) return intent
    return confirm(call, intent, { offSession: off_session, returnUrl: return_url })
  },
)

const update = endpoint('POST /v1/payment_intents/{id}', fields, (call, given) => {
  const { customer, payment_method, metadata: more, ...changes } = given
  const intent = find(call, 'payment_intents', call.id)
  const isOver = ['succeeded', 'canceled'].includes(intent.status)
  const isMoney =
    given.amount !== undefined || given.currency !== undefined || payment_method !== undefined
  if (isOver && isMoney)
    throw unexpected(intent, 'update the amount, currency or payment method of')
  checkAmount(changes.amount)
  const method = methodOf(call, payment_method)
  const wasWaiting = intent.status === 'requires_payment_method'
  const updated = defined({
    ...changes,
    customer: customerOf(call, customer),
    payment_method: method,
    metadata: mergeMetadata(intent.metadata, more),
    ...(method && wasWaiting && { status: 'requires_confirmation' as const }),
  })
  // Stripe tells of no such change.
  return Object.assign(intent, updated)
})

const confirmation = endpoint(
  'POST /v1/payment_intents/{id}/confirm',
  {
    ...confirming,
    client_secret: text.optional(),
    payment_method: text.optional(),
    receipt_email: clearable(email).optional(),
    setup_future_usage: clearable(usage).optional(),
    payment_method_data: z
      .strictObject({
        type: z.literal('card'),
        billing_details: billingDetails.optional(),
        card: z.strictObject({ token: text }),
      })
      .optional(),
    use_stripe_sdk: flag.optional(),
  },
  (call, given) => {
    const { payment_method, payment_method_data: data, receipt_email, setup_future_usage } = given
    const intent = intentFor(call, given.client_secret)
    if (!['requires_confirmation', 'requires_payment_method'].includes(intent.status)) {
      throw unexpected(intent, 'confirm')
    }
    refuseWithoutReturn(intent, given.return_url)
    const card = data && cardByToken(data.card.token.replace(/^tok_/, 'pm_card_'))
    const made =
      card && createMethod(call, card, defined({ billing_details: data?.billing_details }))
    const method = made?.id ?? methodOf(call, payment_method)
    Object.assign(intent, defined({ payment_method: method, receipt_email, setup_future_usage }))
    return confirm(call, intent, { offSession: given.off_session, returnUrl: given.return_url })
  },
  { isPublic: true },
)

export const paymentIntents = [
  create,
  confirmation,
  endpoint(
    'POST /v1/payment_intents/{id}/cancel',
    {
      cancellation_reason: z
        .enum(['duplicate', 'fraudulent', 'requested_by_customer', 'abandoned'])
        .optional(),
    },
    (call, { cancellation_reason: reason = null }) =>
      cancel(call, find(call, 'payment_intents', call.id), reason),
  ),
  update,
  endpoint(
    'GET /v1/payment_intents/{id}',
    { client_secret: text.optional() },
    (call, { client_secret }) => intentFor(call, client_secret),
    { isPublic: true },
  ),
  listEndpoint(
    'GET /v1/payment_intents',
    'payment_intents',
    { customer: text.optional(), created: range.optional() },
    (params) => (intent) =>
      (params.customer === undefined || intent.customer === params.customer) &&
      isWithin(intent.created, params.created),
  ),
]
