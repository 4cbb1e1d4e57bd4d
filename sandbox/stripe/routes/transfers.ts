import { find } from '../act.ts'
import { cancelPayout, createPayout } from '../actions/payouts.ts'
import { createTransfer, reverseTransfer } from '../actions/transfers.ts'
import { endpoint, listAnswer, listEndpoint, pageParams } from '../endpoint.ts'
import { missing } from '../errors.ts'
import { change } from '../events/emit.ts'
import {
  clearable,
  currency,
  isWithin,
  mergeMetadata,
  metadata,
  positive,
  range,
  text,
} from '../params.ts'

const described = { description: clearable(text).optional(), metadata: metadata.optional() }

export const transfers = [
  endpoint(
    'POST /v1/transfers',
    {
      ...described,
      amount: positive,
      currency,
      destination: text,
      source_transaction: text.optional(),
      transfer_group: text.optional(),
    },
    (call, { source_transaction: source, metadata: given, ...params }) =>
      createTransfer(call, { ...params, source, metadata: mergeMetadata({}, given) }),
  ),
  endpoint('GET /v1/transfers/{id}', {}, (call) => find(call, 'transfers', call.id)),
  endpoint('POST /v1/transfers/{id}', described, (call, { metadata: given, ...changes }) => {
    const transfer = find(call, 'transfers', call.id)
    const merged = mergeMetadata(transfer.metadata, given)
    return change(call, 'transfer.updated', transfer, { ...changes, metadata: merged })
  }),
  listEndpoint(
    'GET /v1/transfers',
    'transfers',
    { destination: text.optional(), transfer_group: text.optional(), created: range.optional() },
    (params) => (transfer) =>
      (params.destination === undefined || transfer.destination === params.destination) &&
      (params.transfer_group === undefined || transfer.transfer_group === params.transfer_group) &&
      isWithin(transfer.created, params.created),
  ),
  endpoint(
    'POST /v1/transfers/{id}/reversals',
    { ...described, amount: positive.optional() },
    (call, { amount, metadata: given }) => {
      const metadata = mergeMetadata({}, given)
      return reverseTransfer(call, find(call, 'transfers', call.id), { amount, metadata })
    },
  ),
  endpoint('GET /v1/transfers/{id}/reversals', pageParams, (call, page) => {
    const { reversals } = find(call, 'transfers', call.id)
    return listAnswer(call, reversals.data.toReversed(), page)
  }),
  endpoint('GET /v1/transfers/{id}/reversals/{reversal}', {}, (call) => {
    const { reversals } = find(call, 'transfers', call.id)
    const { reversal: id = '' } = call.params
    const reversal = reversals.data.find((one) => one.id === id)
    if (!reversal) throw missing('transfer reversal', id)
    return reversal
  }),
]

export const payouts = [
  endpoint(
    'POST /v1/payouts',
    { ...described, amount: positive, currency },
    (call, { metadata: given, ...params }) =>
      createPayout(call, { ...params, automatic: false, metadata: mergeMetadata({}, given) }),
  ),
  endpoint('GET /v1/payouts/{id}', {}, (call) => find(call, 'payouts', call.id)),
  endpoint('POST /v1/payouts/{id}/cancel', {}, (call) =>
    cancelPayout(call, find(call, 'payouts', call.id)),
  ),
  listEndpoint(
    'GET /v1/payouts',
    'payouts',
    { status: text.optional(), created: range.optional() },
    (params) => (payout) =>
      (params.status === undefined || payout.status === params.status) &&
      isWithin(payout.created, params.created),
  ),
]
