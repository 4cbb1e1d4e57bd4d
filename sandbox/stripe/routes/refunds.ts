import { z } from 'zod'
import { find, rowsOf } from '../act.ts'
import { loseDispute, submitEvidence } from '../actions/disputes.ts'
import { refundCharge } from '../actions/refunds.ts'
import { type Call, endpoint, listAnswer, listEndpoint, pageParams } from '../endpoint.ts'
import { invalid } from '../errors.ts'
import { change } from '../events/emit.ts'
import {
  clearable,
  flag,
  isWithin,
  mergeMetadata,
  metadata,
  positive,
  range,
  text,
} from '../params.ts'

const chargeFor = (call: Call, given: { charge?: string; payment_intent?: string }) => {
  if (given.charge !== undefined) return find(call, 'charges', given.charge, 'charge')
  if (given.payment_intent === undefined) {
    throw invalid(
      'One of the following params should be provided for this request: payment_intent or charge.',
    )
  }
  const intent = find(call, 'payment_intents', given.payment_intent, 'payment_intent')
  if (intent.status !== 'succeeded' || intent.latest_charge === null) {
    throw invalid('This PaymentIntent does not have a successful charge to refund.')
  }
  return find(call, 'charges', intent.latest_charge)
}

export const refunds = [
  endpoint(
    'POST /v1/refunds',
    {
      charge: text.optional(),
      payment_intent: text.optional(),
      amount: positive.optional(),
      reason: z.enum(['duplicate', 'fraudulent', 'requested_by_customer']).optional(),
      metadata: metadata.optional(),
    },
    (call, { amount, reason, metadata: given, ...of }) =>
      refundCharge(call, chargeFor(call, of), {
        amount,
        reason,
        metadata: mergeMetadata({}, given),
      }),
  ),
  endpoint('GET /v1/refunds/{id}', {}, (call) => find(call, 'refunds', call.id)),
  endpoint('POST /v1/refunds/{id}', { metadata: metadata.optional() }, (call, given) => {
    const refund = find(call, 'refunds', call.id)
    const merged = mergeMetadata(refund.metadata ?? {}, given.metadata)
    return change(call, 'refund.updated', refund, { metadata: merged })
  }),
  listEndpoint(
    'GET /v1/refunds',
    'refunds',
    { charge: text.optional(), payment_intent: text.optional(), created: range.optional() },
    (params) => (refund) =>
      (params.charge === undefined || refund.charge === params.charge) &&
      (params.payment_intent === undefined || refund.payment_intent === params.payment_intent) &&
      isWithin(refund.created, params.created),
  ),
  endpoint('GET /v1/charges/{id}/refunds', pageParams, (call, page) => {
    const { id } = find(call, 'charges', call.id)
    const own = rowsOf(call, 'refunds').filter(({ charge }) => charge === id)
    return listAnswer(call, own, page)
  }),
]

export const disputes = [
  endpoint('GET /v1/disputes/{id}', {}, (call) => find(call, 'disputes', call.id)),
  endpoint(
    'POST /v1/disputes/{id}',
    {
      evidence: z.strictObject({ uncategorized_text: clearable(text) }).optional(),
      metadata: metadata.optional(),
      submit: flag.default(true),
    },
    (call, { evidence, metadata: given, submit }) => {
      const dispute = find(call, 'disputes', call.id)
      dispute.metadata = mergeMetadata(dispute.metadata, given)
      if (!evidence) return dispute
      return submitEvidence(call, dispute, evidence.uncategorized_text, submit)
    },
  ),
  endpoint('POST /v1/disputes/{id}/close', {}, (call) =>
    loseDispute(call, find(call, 'disputes', call.id)),
  ),
  listEndpoint(
    'GET /v1/disputes',
    'disputes',
    { charge: text.optional(), payment_intent: text.optional(), created: range.optional() },
    (params) => (dispute) =>
      (params.charge === undefined || dispute.charge === params.charge) &&
      (params.payment_intent === undefined || dispute.payment_intent === params.payment_intent) &&
      isWithin(dispute.created, params.created),
  ),
]
