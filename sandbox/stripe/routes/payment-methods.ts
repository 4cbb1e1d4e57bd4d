import { z } from 'zod'
import { find, rowsOf } from '../act.ts'
import { attach, createMethod, detach, methodFor } from '../actions/payment-methods.ts'
import { cardByNumber, cardByToken, type TestCard } from '../cards.ts'
import { endpoint, listAnswer, listEndpoint, pageParams } from '../endpoint.ts'
import { invalid, StripeFault } from '../errors.ts'
import { change } from '../events/emit.ts'
import {
  addressFields,
  clearable,
  email,
  mergeMetadata,
  metadata,
  positive,
  text,
  toAddress,
} from '../params.ts'

export const billingDetails = z
  .strictObject({
    address: clearable(addressFields.transform(toAddress)).default(null),
    email: clearable(email).default(null),
    name: clearable(text).default(null),
    phone: clearable(text).default(null),
  })
  .transform((given) => ({ ...given, tax_id: null }))

const cardGiven = z.union([
  z.strictObject({ token: text }),
  z.strictObject({ number: text, exp_month: positive, exp_year: positive, cvc: text.optional() }),
])

const notACard = () =>
  new StripeFault(402, 'Your card number is incorrect.', {
    type: 'card_error',
    code: 'incorrect_number',
    param: 'number',
  })

const cardOf = (given: z.output<typeof cardGiven>): TestCard => {
  const card =
    'token' in given
      ? cardByToken(given.token.replace(/^tok_/, 'pm_card_'))
      : cardByNumber(given.number)
  if (!card) throw notACard()
  return card
}

const type = z.literal('card')

export const paymentMethods = [
  endpoint(
    'POST /v1/payment_methods',
    {
      type,
      card: cardGiven,
      billing_details: billingDetails.optional(),
      metadata: metadata.optional(),
      allow_redisplay: z.enum(['always', 'limited', 'unspecified']).optional(),
    },
    (call, { card, type: _, metadata: given, billing_details, allow_redisplay }) =>
      createMethod(
        call,
        cardOf(card),
        {
          ...(billing_details && { billing_details }),
          ...(allow_redisplay && { allow_redisplay }),
          metadata: mergeMetadata({}, given),
        },
        'number' in card ? { exp_month: card.exp_month, exp_year: card.exp_year } : undefined,
      ),
    { isPublic: true },
  ),
  endpoint('GET /v1/payment_methods/{id}', {}, (call) => find(call, 'payment_methods', call.id)),
  endpoint(
    'POST /v1/payment_methods/{id}',
    { metadata: metadata.optional(), billing_details: billingDetails.optional() },
    (call, { metadata: given, billing_details }) => {
      const method = find(call, 'payment_methods', call.id)
      if (method.customer === null) {
        throw invalid('You must save this PaymentMethod to a customer before you can update it.')
      }
      const merged = mergeMetadata(method.metadata ?? {}, given)
      return change(call, 'payment_method.updated', method, { metadata: merged, billing_details })
    },
  ),
  endpoint('POST /v1/payment_methods/{id}/attach', { customer: text }, (call, given) => {
    const customer = find(call, 'customers', given.customer, 'customer')
    return attach(call, methodFor(call, call.id), customer.id)
  }),
  endpoint('POST /v1/payment_methods/{id}/detach', {}, (call) =>
    detach(call, find(call, 'payment_methods', call.id)),
  ),
  listEndpoint(
    'GET /v1/payment_methods',
    'payment_methods',
    { customer: text, type: type.optional() },
    ({ customer }, call) => {
      find(call, 'customers', customer, 'customer')
      return (method) => method.customer === customer
    },
  ),
  endpoint(
    'GET /v1/customers/{id}/payment_methods',
    { type: type.optional(), ...pageParams },
    (call, page) => {
      const { id } = find(call, 'customers', call.id)
      const own = rowsOf(call, 'payment_methods').filter(({ customer }) => customer === id)
      return listAnswer(call, own, page)
    },
  ),
  endpoint('GET /v1/customers/{id}/payment_methods/{method}', {}, (call) => {
    const method = find(call, 'payment_methods', call.params.method ?? '')
    if (method.customer !== call.id) throw invalid('The payment method is not of this customer.')
    return method
  }),
]
