import { type Act, add, newId, now } from '../act.ts'
import type { TestCard } from '../cards.ts'
import { emit } from '../events/emit.ts'
import type { Charge, PaymentIntent, PaymentMethod } from '../tables.ts'
import { availableLater, book, feeOf } from './balance.ts'
import { nobody } from './payment-methods.ts'

const blank = {
  object: 'charge',
  amount_refunded: 0,
  application: null,
  application_fee: null,
  application_fee_amount: null,
  balance_transaction: null,
  calculated_statement_descriptor: 'SANDBOX',
  captured: true,
  customer: null,
  description: null,
  disputed: false,
  failure_balance_transaction: null,
  failure_code: null,
  failure_message: null,
  livemode: false,
  on_behalf_of: null,
  outcome: null,
  paid: true,
  payment_intent: null,
  payment_method: null,
  payment_method_details: null,
  receipt_email: null,
  receipt_number: null,
  receipt_url: null,
  refunded: false,
  review: null,
  shipping: null,
  source: null,
  source_transfer: null,
  statement_descriptor: null,
  statement_descriptor_suffix: null,
  status: 'succeeded',
  transfer_data: null,
  transfer_group: null,
} as const

type Given = Partial<Charge> & Pick<Charge, 'id' | 'amount' | 'currency'>

/** A charge, a success unless said otherwise. */
export const chargeRow = (act: Act, given: Given): Charge =>
  add(act, 'charges', {
    ...blank,
    amount_captured: given.amount,
    billing_details: { ...nobody },
    created: now(act),
    fraud_details: {},
    metadata: {},
    ...given,
  })

const outcome = {
  advice_code: null,
  network_advice_code: null,
  network_decline_code: null,
  reason: null,
  risk_level: 'normal',
  risk_score: 12,
}

const accepted = {
  ...outcome,
  network_status: 'approved_by_network',
  seller_message: 'Payment complete.',
  type: 'authorized',
}

const cardDetails = ({ card }: PaymentMethod) => ({
  card: {
    amount_authorized: null,
    authorization_code: null,
    brand: card?.brand ?? null,
    checks: card?.checks ?? null,
    country: card?.country ?? null,
    electronic_commerce_indicator: null,
    exp_month: card?.exp_month ?? 12,
    exp_year: card?.exp_year ?? 2030,
    fingerprint: card?.fingerprint ?? null,
    funding: card?.funding ?? null,
    installments: null,
    last4: card?.last4 ?? null,
    mandate: null,
    network: card?.brand ?? null,
    network_token: { used: false },
    network_transaction_id: null,
    regulated_status: card?.regulated_status ?? null,
    three_d_secure: null,
    transaction_link_id: null,
    wallet: null,
  },
  type: 'card',
})

const chargeFor = (act: Act, intent: PaymentIntent, method: PaymentMethod, more: Partial<Charge>) =>
  chargeRow(act, {
    id: newId('ch'),
    amount: intent.amount,
    currency: intent.currency,
    billing_details: method.billing_details,
    customer: intent.customer,
    description: intent.description,
    metadata: { ...intent.metadata },
    payment_intent: intent.id,
    payment_method: method.id,
    payment_method_details: cardDetails(method),
    receipt_email: intent.receipt_email,
    transfer_group: intent.transfer_group,
    ...more,
  })

/** Takes the money of a payment intent: a charge, and what is left of it in the balance. */
export const charge = (
  act: Act,
  intent: PaymentIntent,
  method: PaymentMethod,
  { behaviour }: TestCard,
): Charge => {
  const made = chargeFor(act, intent, method, { outcome: accepted })
  made.receipt_url = `${act.sandbox.config.url}/receipts/${made.id}`
  const isAtOnce = behaviour.kind === 'pays' && behaviour.isAvailable
  const entry = book(act, {
    amount: intent.amount,
    currency: intent.currency,
    type: 'charge',
    reporting_category: 'charge',
    source: made.id,
    fee: feeOf(intent.amount),
    description: intent.description,
    available_on: isAtOnce ? now(act) : availableLater(act),
  })
  made.balance_transaction = entry.id
  emit(act, 'charge.succeeded', made)
  return made
}

/** A charge that a bank refused. */
export const failCharge = (
  act: Act,
  intent: PaymentIntent,
  method: PaymentMethod,
  refusal: { code: string; declineCode: string; message: string },
): Charge => {
  const made = chargeFor(act, intent, method, {
    amount_captured: 0,
    captured: false,
    failure_code: refusal.code,
    failure_message: refusal.message,
    outcome: {
      ...outcome,
      network_status: 'declined_by_network',
      reason: refusal.declineCode,
      seller_message: 'The bank did not return any further details with this decline.',
      type: 'issuer_declined',
    },
    paid: false,
    status: 'failed',
  })
  emit(act, 'charge.failed', made)
  return made
}
