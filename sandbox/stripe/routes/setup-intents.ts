import { z } from 'zod'
import { find } from '../act.ts'
import { methodFor } from '../actions/payment-methods.ts'
import { cancelSetup, confirmSetup, createSetup } from '../actions/setup-intents.ts'
import { endpoint, listEndpoint } from '../endpoint.ts'
import { missing } from '../errors.ts'
import { address, clearable, flag, listOf, mergeMetadata, metadata, text } from '../params.ts'

export const setupIntents = [
  endpoint(
    'POST /v1/setup_intents',
    {
      customer: text.optional(),
      description: clearable(text).optional(),
      metadata: metadata.optional(),
      payment_method: text.optional(),
      allowed_payment_method_types: listOf(z.literal('card')).optional(),
      usage: z.enum(['on_session', 'off_session']).default('off_session'),
      confirm: flag.optional(),
      return_url: address.optional(),
    },
    (
      call,
      { confirm, return_url = null, customer, payment_method, metadata: given, ...params },
    ) => {
      const { description = null, usage, allowed_payment_method_types: types = null } = params
      const owner = customer === undefined ? null : find(call, 'customers', customer, 'customer').id
      const method = payment_method === undefined ? null : methodFor(call, payment_method).id
      const setup = createSetup(call, {
        customer: owner,
        description,
        usage,
        allowed_payment_method_types: types,
        payment_method: method,
        metadata: mergeMetadata({}, given),
      })
      return confirm ? confirmSetup(call, setup, return_url) : setup
    },
  ),
  endpoint(
    'POST /v1/setup_intents/{id}/confirm',
    {
      payment_method: text.optional(),
      return_url: address.optional(),
      client_secret: text.optional(),
    },
    (call, { payment_method, return_url = null, client_secret }) => {
      const setup = find(call, 'setup_intents', call.id)
      if (call.isPublic && client_secret !== setup.client_secret)
        throw missing('setupintent', call.id)
      if (payment_method !== undefined) setup.payment_method = methodFor(call, payment_method).id
      return confirmSetup(call, setup, return_url)
    },
    { isPublic: true },
  ),
  endpoint('POST /v1/setup_intents/{id}/cancel', {}, (call) =>
    cancelSetup(call, find(call, 'setup_intents', call.id)),
  ),
  endpoint('GET /v1/setup_intents/{id}', {}, (call) => find(call, 'setup_intents', call.id)),
  listEndpoint(
    'GET /v1/setup_intents',
    'setup_intents',
    { customer: text.optional(), payment_method: text.optional() },
    (params) => (setup) =>
      (params.customer === undefined || setup.customer === params.customer) &&
      (params.payment_method === undefined || setup.payment_method === params.payment_method),
  ),
]
