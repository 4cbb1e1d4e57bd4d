import { type Act, add, find, newId, now } from '../act.ts'
import type { Behaviour } from '../cards.ts'
import { invalid, StripeFault } from '../errors.ts'
import { emit } from '../events/emit.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../tables.ts'
import { charge, failCharge } from './charges.ts'
import { openDispute } from './disputes.ts'
import { attach, cardBehind } from './payment-methods.ts'

const blank = {
  object: 'payment_intent',
  allowed_payment_method_types: null,
  amount_capturable: 0,
  amount_received: 0,
  application: null,
  application_fee_amount: null,
  automatic_payment_methods: null,
  canceled_at: null,
  cancellation_reason: null,
  capture_method: 'automatic_async',
  confirmation_method: 'automatic',
  customer: null,
  customer_account: null,
  description: null,
  excluded_payment_method_types: null,
  last_payment_error: null,
  latest_charge: null,
  livemode: false,
  managed_payments: null,
  next_action: null,
  on_behalf_of: null,
  payment_method: null,
  payment_method_configuration_details: null,
  payment_method_options: null,
  payment_record: null,
  processing: null,
  receipt_email: null,
  review: null,
  setup_future_usage: null,
  shipping: null,
  source: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  transfer_data: null,
  transfer_group: null,
} as const

type Given = Partial<PaymentIntent> & Pick<PaymentIntent, 'amount' | 'currency'>

/** A new payment intent, not confirmed yet. */
export const createIntent = (act: Act, given: Given): PaymentIntent => {
  const id = newId('pi')
  const intent: PaymentIntent = {
    ...blank,
    id,
    client_secret: `${id}_secret_${newId('', 25).slice(1)}`,
    created: now(act),
    metadata: {},
    payment_method_types: ['card'],
    status: given.payment_method ? 'requires_confirmation' : 'requires_payment_method',
    ...given,
  }
  emit(act, 'payment_intent.created', add(act, 'payment_intents', intent))
  return intent
}

/** Refuses what can't be done in an intent's state. */
export const unexpected = (intent: PaymentIntent, what: string) => {
  const message = `You cannot ${what} this PaymentIntent because it has a status of ${intent.status}.`
  const payment_intent = structuredClone(intent)
  return new StripeFault(400, message, { code: 'payment_intent_unexpected_state', payment_intent })
}

type Declining = Extract<Behaviour, { kind: 'declines' }>

const needsAuthentication: Declining = {
  kind: 'declines',
  code: 'authentication_required',
  declineCode: 'authentication_required',
  message: 'Your card was declined. This transaction requires authentication.',
}

/** Marks an attempt as failed. Returns the error that tells of it. */
const decline = (act: Act, intent: PaymentIntent, method: PaymentMethod, refusal: Declining) => {
  const { code, declineCode: decline_code, message } = refusal
  const failed = failCharge(act, intent, method, refusal)
  const shown = structuredClone(method)
  Object.assign(intent, {
    latest_charge: failed.id,
    next_action: null,
    payment_method: null,
    status: 'requires_payment_method',
    last_payment_error: {
      charge: failed.id,
      code: code as NonNullable<PaymentIntent['last_payment_error']>['code'],
      decline_code,
      doc_url: `https://stripe.com/docs/error-codes/${code.replaceAll('_', '-')}`,
      message,
      payment_method: shown,
      type: 'card_error',
    },
  } satisfies Partial<PaymentIntent>)
  emit(act, 'payment_intent.payment_failed', intent)
  return new StripeFault(402, message, {
    type: 'card_error',
    code,
    decline_code,
    charge: failed.id,
    payment_intent: structuredClone(intent),
    payment_method: shown,
  })
}

const succeed = (act: Act, intent: PaymentIntent, method: PaymentMethod): Charge => {
  const card = cardBehind(act, method)
  const made = charge(act, intent, method, card)
  Object.assign(intent, {
    amount_received: intent.amount,
    last_payment_error: null,
    latest_charge: made.id,
    next_action: null,
    status: 'succeeded',
  } satisfies Partial<PaymentIntent>)
  if (intent.setup_future_usage && intent.customer) attach(act, method, intent.customer)
  emit(act, 'payment_intent.succeeded', intent)
  if (card.behaviour.kind === 'disputes') openDispute(act, made, { reason: card.behaviour.reason })
  return made
}

export type Confirming = { offSession?: boolean; returnUrl?: string | null }

const askWhoPays = (act: Act, intent: PaymentIntent, returnUrl: string | null) => {
  const url = `${act.sandbox.config.url}/authenticate/${intent.client_secret}`
  intent.status = 'requires_action'
  intent.next_action = { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } }
  emit(act, 'payment_intent.requires_action', intent)
}

const refuseOther = (intent: PaymentIntent, method: PaymentMethod) => {
  if (method.customer === null || method.customer === intent.customer) return
  throw invalid(
    `The payment method belongs to the Customer ${method.customer}. Please include the Customer in the \`customer\` parameter on the PaymentIntent.`,
    undefined,
    'payment_method',
  )
}

/** Tries to take the money. Throws 402 when the card is declined; that it was tried stays. */
export const confirm = (act: Act, intent: PaymentIntent, given: Confirming = {}): PaymentIntent => {
  if (!['requires_confirmation', 'requires_payment_method'].includes(intent.status)) {
    throw unexpected(intent, 'confirm')
  }
  if (intent.payment_method === null) {
    const message =
      "You cannot confirm this PaymentIntent because it's missing a payment method. You can either update the PaymentIntent with a payment method and then confirm it again, or confirm it again directly with a payment method or ConfirmationToken."
    const payment_intent = structuredClone(intent)
    throw new StripeFault(400, message, { code: 'payment_intent_unexpected_state', payment_intent })
  }
  const method = find(act, 'payment_methods', intent.payment_method, 'payment_method')
  refuseOther(intent, method)
  const { behaviour } = cardBehind(act, method)
  if (behaviour.kind === 'declines') throw decline(act, intent, method, behaviour)
  if (behaviour.kind === 'authenticates') {
    if (given.offSession) throw decline(act, intent, method, needsAuthentication)
    askWhoPays(act, intent, given.returnUrl ?? null)
  } else succeed(act, intent, method)
  return intent
}

const failedAuthentication: Declining = {
  kind: 'declines',
  code: 'payment_intent_authentication_failure',
  declineCode: 'authentication_not_handled',
  message:
    'We are unable to authenticate your payment method. Please choose a different payment method and try again.',
}

/** What the payer did when the bank asked: went on, or not. Never throws for a declined card. */
export const authenticate = (act: Act, intent: PaymentIntent, isGiven: boolean) => {
  if (intent.status !== 'requires_action') throw unexpected(intent, 'authenticate')
  const method = find(act, 'payment_methods', intent.payment_method ?? '', 'payment_method')
  const { behaviour } = cardBehind(act, method)
  const then = behaviour.kind === 'authenticates' ? behaviour.afterwards : undefined
  if (!isGiven) decline(act, intent, method, failedAuthentication)
  else if (then) decline(act, intent, method, then)
  else succeed(act, intent, method)
  return intent
}

/** Ends an intent that nobody has paid. */
export const cancel = (
  act: Act,
  intent: PaymentIntent,
  reason: PaymentIntent['cancellation_reason'],
): PaymentIntent => {
  if (['succeeded', 'canceled', 'processing'].includes(intent.status)) {
    throw unexpected(intent, 'cancel')
  }
  const canceled = { status: 'canceled', canceled_at: now(act) } as const
  Object.assign(intent, { ...canceled, cancellation_reason: reason, next_action: null })
  emit(act, 'payment_intent.canceled', intent)
  return intent
}
