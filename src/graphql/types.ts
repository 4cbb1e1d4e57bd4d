import { GraphQLError } from 'graphql'
import { DateTimeResolver, URLResolver } from 'graphql-scalars'
import { builder } from '#builder.ts'

builder.addScalarType('DateTime', DateTimeResolver, {
  description: 'A moment in UTC, as RFC 3339 writes it: `2026-01-31T12:00:00.000Z`.',
})
builder.addScalarType('URL', URLResolver, { description: 'An absolute address.' })

const cents = (value: unknown) => {
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw new GraphQLError(`Cents are whole and below 2^53, not ${String(value).slice(0, 40)}`)
}

builder.scalarType('Cents', {
  description:
    'An amount of money in the smallest unit of its currency: 1050 USD cents are $10.50.',
  serialize: cents,
  parseValue: (value) => BigInt(cents(value)),
})

const Currency = builder.enumType('Currency', {
  description: 'A currency, by its ISO 4217 code.',
  values: { USD: { description: 'US dollar.' } } as const,
})

/** An amount of US dollars, in cents. */
export const Money = builder.objectRef<{ amount: bigint }>('Money').implement({
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.expose('amount', { type: 'Cents', description: 'The amount, in cents.' }),
    currency: t.field({
      type: Currency,
      description: 'What the amount is in.',
      resolve: () => 'USD' as const,
    }),
  }),
})
