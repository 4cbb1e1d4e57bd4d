import { find } from '../act.ts'
import { endpoint, listEndpoint } from '../endpoint.ts'
import { change } from '../events/emit.ts'
import { clearable, isWithin, mergeMetadata, metadata, range, text } from '../params.ts'

const changeDescribed = { metadata: metadata.optional(), description: clearable(text).optional() }

export const charges = [
  endpoint('GET /v1/charges/{id}', {}, (call) => find(call, 'charges', call.id)),
  endpoint('POST /v1/charges/{id}', changeDescribed, (call, { metadata: given, ...changes }) => {
    const charge = find(call, 'charges', call.id)
    const merged = mergeMetadata(charge.metadata, given)
    return change(call, 'charge.updated', charge, { ...changes, metadata: merged })
  }),
  listEndpoint(
    'GET /v1/charges',
    'charges',
    {
      customer: text.optional(),
      payment_intent: text.optional(),
      transfer_group: text.optional(),
      created: range.optional(),
    },
    ({ created, ...params }) =>
      (charge) =>
        isWithin(charge.created, created) &&
        Object.entries(params).every(
          ([name, value]) => value === undefined || charge[name as keyof typeof params] === value,
        ),
  ),
]
