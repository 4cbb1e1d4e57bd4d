import { type Act, add, find, newId, now } from '../act.ts'
import { invalid } from '../errors.ts'
import { emit } from '../events/emit.ts'
import type { Charge, Dispute } from '../tables.ts'
import { book, disputeFee } from './balance.ts'

const daySeconds = 86_400

const noEvidence = {
  access_activity_log: null,
  billing_address: null,
  cancellation_policy: null,
  cancellation_policy_disclosure: null,
  cancellation_rebuttal: null,
  customer_communication: null,
  customer_email_address: null,
  customer_name: null,
  customer_purchase_ip: null,
  customer_signature: null,
  duplicate_charge_documentation: null,
  duplicate_charge_explanation: null,
  duplicate_charge_id: null,
  product_description: null,
  receipt: null,
  refund_policy: null,
  refund_policy_disclosure: null,
  refund_refusal_explanation: null,
  service_date: null,
  service_documentation: null,
  shipping_address: null,
  shipping_carrier: null,
  shipping_date: null,
  shipping_documentation: null,
  shipping_tracking_number: null,
  uncategorized_file: null,
  uncategorized_text: null,
}

const evidenceDetails = (act: Act) => ({
  due_by: now(act) + 7 * daySeconds,
  enhanced_eligibility: {},
  has_evidence: false,
  past_due: false,
  submission_count: 0,
  submission_method: 'manual' as const,
})

/** A payer takes money back through the bank: it leaves the balance at once, with a fee. */
export const openDispute = (
  act: Act,
  charge: Charge,
  { reason = 'fraudulent', amount = charge.amount - charge.amount_refunded },
): Dispute => {
  if (charge.disputed) throw invalid(`Charge ${charge.id} is disputed already.`)
  if (charge.status !== 'succeeded' || amount <= 0) throw invalid('There is nothing to dispute.')
  const id = newId('du')
  const entry = book(act, {
    amount: -amount,
    currency: charge.currency,
    type: 'adjustment',
    reporting_category: 'dispute',
    source: id,
    fee: disputeFee,
    description: `Chargeback withdrawal for ${charge.id}`,
  })
  const dispute: Dispute = {
    id,
    object: 'dispute',
    amount,
    balance_transactions: [structuredClone(entry)],
    charge: charge.id,
    created: now(act),
    currency: charge.currency,
    enhanced_eligibility_types: [],
    evidence: { ...noEvidence, enhanced_evidence: {} },
    evidence_details: evidenceDetails(act),
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: charge.payment_intent,
    reason,
    status: 'needs_response',
  }
  charge.disputed = true
  add(act, 'disputes', dispute)
  emit(act, 'charge.dispute.created', dispute)
  emit(act, 'charge.dispute.funds_withdrawn', dispute)
  return dispute
}

const isOpen = ({ status }: Dispute) => !['won', 'lost', 'warning_closed'].includes(status)

const refuseClosed = (dispute: Dispute) => {
  if (!isOpen(dispute)) throw invalid(`This dispute is already closed: ${dispute.status}.`)
}

/** The bank decides for us: the money comes back, the fee does not. */
export const winDispute = (act: Act, dispute: Dispute): Dispute => {
  refuseClosed(dispute)
  const entry = book(act, {
    amount: dispute.amount,
    currency: dispute.currency,
    type: 'adjustment',
    reporting_category: 'dispute_reversal',
    source: dispute.id,
    description: `Chargeback reversal for ${dispute.charge}`,
  })
  dispute.balance_transactions.push(structuredClone(entry))
  dispute.status = 'won'
  find(act, 'charges', dispute.charge).disputed = true
  emit(act, 'charge.dispute.closed', dispute)
  emit(act, 'charge.dispute.funds_reinstated', dispute)
  return dispute
}

/** The bank decides for the payer, or we give in. */
export const loseDispute = (act: Act, dispute: Dispute): Dispute => {
  refuseClosed(dispute)
  dispute.status = 'lost'
  emit(act, 'charge.dispute.closed', dispute)
  return dispute
}

/** What a charge's dispute stands at; a charge has no more than one. */
export const isUnderDispute = (dispute: Dispute | undefined) =>
  dispute !== undefined && dispute.status !== 'won'

/** Hands in evidence. Stripe's magic words decide at once ("Testing": disputes). */
export const submitEvidence = (
  act: Act,
  dispute: Dispute,
  text: string | null,
  submits: boolean,
) => {
  refuseClosed(dispute)
  dispute.evidence.uncategorized_text = text
  dispute.evidence_details.has_evidence = true
  if (submits) {
    dispute.evidence_details.submission_count += 1
    dispute.status = 'under_review'
  }
  emit(act, 'charge.dispute.updated', dispute)
  if (submits && text === 'winning_evidence') winDispute(act, dispute)
  if (submits && text === 'losing_evidence') loseDispute(act, dispute)
  return dispute
}
