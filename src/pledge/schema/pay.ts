import type Stripe from 'stripe'
import { builder } from '#builder.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { UnsafeReturnAddress } from '#lib/return-address.ts'
import { StripeRefused, StripeUnavailable } from '#stripe/errors.ts'
import { PaymentIntentNotFound, PaymentIntentNotUpdatable } from '../errors.ts'
import * as pledges from '../service.ts'
import { forAnybody } from './anybody.ts'

const statuses = {
  REQUIRES_PAYMENT_METHOD: { description: 'Stripe waits for a card.' },
  REQUIRES_CONFIRMATION: { description: 'It has a card, which is not charged yet.' },
  REQUIRES_ACTION: { description: 'The bank asks who pays: go to `nextActionUrl`.' },
  REQUIRES_CAPTURE: { description: 'The money is reserved.' },
  PROCESSING: { description: 'The bank works on it.' },
  SUCCEEDED: { description: 'It is paid.' },
  CANCELED: { description: 'It is given up.' },
} as const

const PaymentStatus = builder.enumType('PaymentStatus', {
  description: 'How far a payment is.',
  values: statuses,
})

const isStatus = (text: string): text is keyof typeof statuses => text in statuses

const statusOf = ({ id, status }: Stripe.PaymentIntent) => {
  const name = status.toUpperCase()
  if (isStatus(name)) return name
  throw new Error(`Stripe has a new status of payments: ${id} is ${status}`)
}

const PayPayload = builder
  .objectRef<Stripe.PaymentIntent>('PayPledgePaymentIntentPayload')
  .implement({
    description: 'What Stripe says of the payment now.',
    fields: (t) => ({
      paymentIntentId: t.exposeString('id', { description: 'Stripe’s id of the payment.' }),
      status: t.field({
        type: PaymentStatus,
        description: 'How far it is.',
        resolve: statusOf,
      }),
      nextActionUrl: t.field({
        type: 'URL',
        nullable: true,
        description: 'Where the payer goes when the bank asks; null if it does not.',
        resolve: ({ next_action }) => next_action?.redirect_to_url?.url ?? null,
      }),
    }),
  })

builder.mutationField('payPledgePaymentIntent', (t) =>
  t.fieldWithInput({
    type: PayPayload,
    errors: {
      types: [
        PaymentIntentNotFound,
        PaymentIntentNotUpdatable,
        UnsafeReturnAddress,
        RateLimited,
        StripeRefused,
        StripeUnavailable,
        IdempotencyConflict,
      ],
    },
    ...forAnybody,
    description:
      'Pays a payment that you began, without Stripe.js: with a card that you keep, or one of ' +
      'Stripe’s test cards, such as `pm_card_visa`. A card that is declined is a `StripeRefused`.',
    typeOptions: { description: 'Which payment, and with what.' },
    input: {
      paymentIntentId: t.input.string({
        required: true,
        description: 'Of `createPledgePaymentIntent`.',
      }),
      paymentMethodId: t.input.string({
        required: true,
        description: 'Stripe’s id of the card: one of yours, or one that is nobody’s.',
      }),
      returnTo: t.input.string({
        description: 'The page of ours to come back to after the bank has asked who pays.',
      }),
      idempotencyKey: t.input.string({
        description: 'The same key and input again answers as the first time did.',
      }),
    },
    resolve: (_root, { input }, ctx) => pledges.pay(ctx, input),
  }),
)
