import { booksOf, find } from '../act.ts'
import { balanceOf, settledRow } from '../actions/balance.ts'
import { endpoint, listEndpoint } from '../endpoint.ts'
import { currency, isWithin, range, text } from '../params.ts'

export const balance = [
  endpoint('GET /v1/balance', {}, (call) => balanceOf(call)),
  endpoint('GET /v1/balance_transactions/{id}', {}, (call) =>
    settledRow(call, find(call, 'balance_transactions', call.id)),
  ),
  listEndpoint(
    'GET /v1/balance_transactions',
    'balance_transactions',
    {
      type: text.optional(),
      source: text.optional(),
      payout: text.optional(),
      currency: currency.optional(),
      created: range.optional(),
    },
    (params, call) => {
      if (params.payout !== undefined) find(call, 'payouts', params.payout, 'payout')
      const { paidOutBy } = booksOf(call)
      return (row) =>
        settledRow(call, row) === row &&
        (params.type === undefined || row.type === params.type) &&
        (params.source === undefined || row.source === params.source) &&
        (params.payout === undefined || paidOutBy.get(row.id) === params.payout) &&
        (params.currency === undefined || row.currency === params.currency) &&
        isWithin(row.created, params.created)
    },
  ),
]
