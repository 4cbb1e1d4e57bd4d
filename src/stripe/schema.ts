import { builder } from '#builder.ts'
import { errorType } from '#graphql/types.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { StripeRefused, StripeUnavailable } from './errors.ts'

errorType(StripeUnavailable, 'Stripe can’t be asked at the moment.')
errorType(StripeRefused, 'Stripe says no: a card is declined, or an address is none.')
errorType(IdempotencyConflict, 'The key was used for another request, or that one is not done yet.')

builder.objectFields(StripeRefused, (t) => ({
  stripeCode: t.exposeString('stripeCode', {
    nullable: true,
    description: 'Stripe’s own code, such as `card_declined`; null where it has none.',
  }),
  declineCode: t.exposeString('declineCode', {
    nullable: true,
    description: 'Why a bank declined, such as `insufficient_funds`; null if no bank did.',
  }),
}))
