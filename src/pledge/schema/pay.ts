import type Stripe from 'stripe'
import { builder } from '#builder.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { UnsafeReturnAddress } from '#lib/return-address.ts'
import { StripeRefused, StripeUnavailable } from '#stripe/errors.ts'
import { PaymentIntentNotFound, PaymentIntentNotUpdatable } from '../errors.ts'
import * as pledges from '../service.ts'
import { clientSecretDescription, forAnybody } from './anybody.ts'
import { nextActionField, statusField } from './payment-status.ts'

const PayPayload = builder
  .objectRef<Stripe.PaymentIntent>('PayPledgePaymentIntentPayload')
  .implement({
    description: 'What Stripe says of the payment now.',
    fields: (t) => ({
      paymentIntentId: t.exposeString('id', { description: 'Stripe’s id of the payment.' }),
      status: t.field(statusField),
      nextActionUrl: t.field(nextActionField),
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
      clientSecret: t.input.string({ description: clientSecretDescription }),
      paymentMethodId: t.input.string({
        required: true,
        description: 'Stripe’s id of the card: one of yours, or one that is nobody’s.',
      }),
      returnTo: t.input.string({
        description: 'The page of ours to come back to after the bank has asked who pays.',
      }),
      idempotencyKey: t.input.string({
        description:
          'The same key and input again answers as the first time did. At least 16 characters while ' +
          'you are signed out.',
      }),
    },
    resolve: (_root, { input }, ctx) => pledges.pay(ctx, input),
  }),
)
