import { GraphQLError } from 'graphql'
import { DateTimeResolver, EmailAddressResolver, URLResolver } from 'graphql-scalars'
import { builder } from '#builder.ts'
import { type ErrorCode, type ExpectedError, errorCodes } from '#lib/errors.ts'
import { atMost } from './list-limits.ts'

builder.addScalarType('DateTime', DateTimeResolver, {
  description: 'A moment in UTC, as RFC 3339 writes it: `2026-01-31T12:00:00.000Z`.',
})
builder.addScalarType('URL', URLResolver, { description: 'An absolute address.' })

builder.addScalarType('EmailAddress', EmailAddressResolver, { description: 'An e-mail address.' })

builder.scalarType('HTML', {
  description: 'A piece of HTML without scripts, styles or forms: safe to put into a page.',
  serialize: String,
  parseValue: (value) => {
    throw new GraphQLError(`HTML is not taken: ${String(value).slice(0, 40)}`)
  },
})

const cents = (value: unknown) => {
  const number = Number(value)
  if (Number.isSafeInteger(number)) return number
  throw new GraphQLError(`Cents are whole and below 2^53, not ${String(value).slice(0, 40)}`)
}

builder.scalarType('Cents', {
  description:
    'An amount of money in the smallest unit of its currency: 1050 USD cents are $10.50.',
  serialize: cents,
  // No text, list or truth value that JavaScript would take for a number.
  parseValue: (value) => BigInt(cents(typeof value === 'number' ? value : Number.NaN)),
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

/** An amount that a client gives: `amount` in cents. */
export const MoneyInput = builder.inputType('MoneyInput', {
  description: 'An amount of money.',
  fields: (t) => ({
    amount: t.field({ type: 'Cents', required: true, description: 'The amount, in cents.' }),
    currency: t.field({ type: Currency, required: true, description: 'What the amount is in.' }),
  }),
})

const codeDescriptions: Record<ErrorCode, string> = {
  BAD_REQUEST: 'The HTTP request is not one that GraphQL over HTTP knows.',
  BAD_USER_INPUT: 'An argument or input field has a value that can’t be accepted.',
  CONFLICT: 'The thing changed meanwhile, or the same key was used for another request.',
  FORBIDDEN: 'You may not do this.',
  GRAPHQL_PARSE_FAILED: 'The document is not GraphQL.',
  GRAPHQL_VALIDATION_FAILED: 'The document does not fit the schema.',
  INTERNAL_SERVER_ERROR: 'Our fault; `extensions.errorId` finds it in our log.',
  METHOD_NOT_ALLOWED: 'This operation needs another HTTP method.',
  NOT_FOUND: 'There is no such thing, or you may not see it.',
  OPERATION_TOO_COMPLEX: 'The operation asks for too much at once.',
  PAYLOAD_TOO_LARGE: 'The request has too many bytes.',
  RATE_LIMITED: 'You did this too often; wait a while.',
  SUBSCRIPTION_TOO_SLOW:
    'A subscription was closed because its events could not be delivered fast enough.',
  UNAUTHENTICATED: 'Sign in first.',
  UNAVAILABLE: 'Another server that this needs can’t be reached now; try again later.',
}

const ErrorCodeType = builder.enumType('ErrorCode', {
  description: 'What kind of failure an error is. The same codes stand in `extensions.code`.',
  values: Object.fromEntries(
    errorCodes.map((code) => [code, { description: codeDescriptions[code] }]),
  ) as Record<ErrorCode, { description: string }>,
})

const ErrorInterface = builder.interfaceRef<ExpectedError>('Error').implement({
  description: 'A failure that a mutation may answer with, instead of what it was asked to do.',
  fields: (t) => ({
    message: t.exposeString('message', { description: 'What is wrong, for people.' }),
    code: t.field({
      type: ErrorCodeType,
      description: 'What is wrong, for programs.',
      resolve: ({ code }) => code,
    }),
    path: t.stringList({
      nullable: true,
      ...atMost(20, 'Where in the input the fault lies, outermost name first.'),
      resolve: ({ path }) => path && [...path],
    }),
  }),
})

type ErrorClass = new (...args: never[]) => ExpectedError

/** Makes an expected failure of a domain a type of the schema, named as its class. */
export const errorType = (error: ErrorClass, description: string) => {
  builder.objectType(error as typeof ExpectedError, {
    name: error.name,
    interfaces: [ErrorInterface],
    description,
    isTypeOf: (value) => value instanceof error,
  })
}
