import { type Act, add, find, newId, now, rowsOf } from '../act.ts'
import { invalid } from '../errors.ts'
import { change, emit } from '../events/emit.ts'
import type { Charge, Refund } from '../tables.ts'
import { book } from './balance.ts'
import { isUnderDispute } from './disputes.ts'

const shown = (amount: number, currency: string) =>
  `${(amount / 100).toFixed(2)} ${currency.toUpperCase()}`

const refuse = (act: Act, charge: Charge, amount: number) => {
  if (charge.status !== 'succeeded') {
    throw invalid(`Charge ${charge.id} has not succeeded, so there is nothing to refund.`)
  }
  const dispute = rowsOf(act, 'disputes').find((one) => one.charge === charge.id)
  if (isUnderDispute(dispute)) {
    const message = `Charge ${charge.id} has been charged back; cannot issue a refund.`
    throw invalid(message, 'charge_disputed')
  }
  if (charge.refunded) {
    const message = `Charge ${charge.id} has already been refunded.`
    throw invalid(message, 'charge_already_refunded')
  }
  const left = charge.amount - charge.amount_refunded
  if (amount > left) {
    const { currency } = charge
    const message = `Refund amount (${shown(amount, currency)}) is greater than unrefunded amount on charge (${shown(left, currency)})`
    throw invalid(message, undefined, 'amount')
  }
}

const count = (act: Act, charge: Charge, amount: number) => {
  const amount_refunded = charge.amount_refunded + amount
  const before = { amount_refunded: charge.amount_refunded, refunded: charge.refunded }
  charge.amount_refunded = amount_refunded
  charge.refunded = amount_refunded === charge.amount
  if (amount > 0) emit(act, 'charge.refunded', charge, before)
  else emit(act, 'charge.updated', charge, before)
}

type Given = { amount?: number; reason?: Refund['reason']; metadata?: Record<string, string> }

/** Gives a charge back, all that is left of it or a part. Stripe's fee is not given back. */
export const refundCharge = (act: Act, charge: Charge, given: Given = {}): Refund => {
  const { amount = charge.amount - charge.amount_refunded, reason = null, metadata = {} } = given
  refuse(act, charge, amount)
  const id = newId('re')
  const { currency } = charge
  const entry = book(act, {
    amount: -amount,
    currency,
    type: 'refund',
    reporting_category: 'refund',
    source: id,
    description: `REFUND FOR CHARGE ${charge.id}`,
  })
  const refund = add(act, 'refunds', {
    id,
    object: 'refund',
    amount,
    balance_transaction: entry.id,
    charge: charge.id,
    created: now(act),
    currency,
    customer: charge.customer,
    customer_account: null,
    destination_details: { card: { reference_status: 'pending', type: 'refund' }, type: 'card' },
    metadata,
    payment_intent: charge.payment_intent,
    payment_method: charge.payment_method,
    reason,
    receipt_number: null,
    source_transfer_reversal: null,
    status: 'succeeded',
    transfer_reversal: null,
  })
  emit(act, 'refund.created', refund)
  count(act, charge, amount)
  return refund
}

/** A bank does not take a refund: the money comes back to the platform ("Failed refunds"). */
export const failRefund = (act: Act, refund: Refund): Refund => {
  if (refund.status !== 'succeeded') throw invalid(`This refund is ${refund.status}.`)
  const entry = book(act, {
    amount: refund.amount,
    currency: refund.currency,
    type: 'refund_failure',
    reporting_category: 'refund_failure',
    source: refund.id,
  })
  change(act, 'refund.updated', refund, {
    status: 'failed',
    failure_reason: 'lost_or_stolen_card',
    failure_balance_transaction: entry.id,
  })
  emit(act, 'refund.failed', refund)
  emit(act, 'charge.refund.updated', refund)
  if (refund.charge) count(act, find(act, 'charges', refund.charge), -refund.amount)
  return refund
}
