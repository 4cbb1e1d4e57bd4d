import { z } from 'zod'
import { booksOf, find, rowsOf } from '../act.ts'
import { adjustBalance, createCustomer, deleteCustomer } from '../actions/customers.ts'
import { type Call, endpoint, listAnswer, listEndpoint, pageParams } from '../endpoint.ts'
import { change } from '../events/emit.ts'
import {
  addressFields,
  clearable,
  currency,
  email,
  integer,
  isWithin,
  listOf,
  mergeMetadata,
  metadata,
  range,
  text,
  toAddress,
} from '../params.ts'

const fields = {
  email: clearable(email).optional(),
  name: clearable(text).optional(),
  description: clearable(text).optional(),
  phone: clearable(text).optional(),
  address: clearable(addressFields.transform(toAddress)).optional(),
  preferred_locales: listOf(text).optional(),
  tax_exempt: z.enum(['none', 'exempt', 'reverse']).optional(),
  metadata: metadata.optional(),
  invoice_settings: z
    .strictObject({ default_payment_method: clearable(text).optional() })
    .optional(),
}

const methodOf = (call: Call, id: string | null | undefined) =>
  id ? find(call, 'payment_methods', id, 'invoice_settings[default_payment_method]').id : id

export const customers = [
  endpoint(
    'POST /v1/customers',
    { ...fields, test_clock: text.optional() },
    (call, { invoice_settings: _, metadata: given, test_clock, ...params }) => {
      const clock =
        test_clock === undefined ? null : find(call, 'test_clocks', test_clock, 'test_clock').id
      return createCustomer(call, {
        ...params,
        test_clock: clock,
        metadata: mergeMetadata({}, given),
      })
    },
  ),
  endpoint(
    'GET /v1/customers/{id}',
    {},
    (call) => booksOf(call).deleted_customers.get(call.id) ?? find(call, 'customers', call.id),
  ),
  endpoint('POST /v1/customers/{id}', fields, (call, params) => {
    const { invoice_settings: given, metadata: more, ...changes } = params
    const customer = find(call, 'customers', call.id)
    const method = methodOf(call, given?.default_payment_method)
    const settings = customer.invoice_settings
    return change(call, 'customer.updated', customer, {
      ...changes,
      metadata: mergeMetadata(customer.metadata, more),
      ...(method !== undefined && {
        invoice_settings: { ...settings, default_payment_method: method },
      }),
    })
  }),
  endpoint('DELETE /v1/customers/{id}', {}, (call) =>
    deleteCustomer(call, find(call, 'customers', call.id)),
  ),
  listEndpoint(
    'GET /v1/customers',
    'customers',
    { email: text.optional(), created: range.optional(), test_clock: text.optional() },
    (params) => (customer) =>
      (params.email === undefined || customer.email === params.email) &&
      (params.test_clock ?? null) === customer.test_clock &&
      isWithin(customer.created, params.created),
  ),
  endpoint(
    'POST /v1/customers/{id}/balance_transactions',
    {
      amount: integer,
      currency,
      description: clearable(text).optional(),
      metadata: metadata.optional(),
    },
    (call, { metadata: given, ...params }) => {
      const customer = find(call, 'customers', call.id)
      const more = { metadata: mergeMetadata({}, given), type: 'adjustment' as const }
      return adjustBalance(call, customer, { ...params, ...more })
    },
  ),
  endpoint('GET /v1/customers/{id}/balance_transactions', pageParams, (call, page) => {
    const { id } = find(call, 'customers', call.id)
    const entries = rowsOf(call, 'customer_balance_transactions')
    return listAnswer(
      call,
      entries.filter(({ customer }) => customer === id),
      page,
    )
  }),
]
