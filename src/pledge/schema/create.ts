import { builder } from '#builder.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { StripeRefused, StripeUnavailable } from '#stripe/errors.ts'
import { PaymentIntentNotFound } from '../errors.ts'
import * as pledges from '../service.ts'
import { forAnybody } from './anybody.ts'

const CreatePledgePayload = builder
  .objectRef<{ pledgeId: string }>('CreatePledgePayload')
  .implement({
    description: 'The pledge that the payment is for.',
    fields: (t) => ({
      pledge: t.prismaField({
        type: 'Pledge',
        description: '`CREATED` if it is paid, else `INITIATED`, which nobody else sees.',
        resolve: (query, { pledgeId }, _args, { db }) =>
          db.pledge.findUniqueOrThrow({ ...query, where: { id: pledgeId } }),
      }),
    }),
  })

builder.mutationField('createPledge', (t) =>
  t.fieldWithInput({
    type: CreatePledgePayload,
    errors: {
      types: [
        PaymentIntentNotFound,
        RateLimited,
        StripeRefused,
        StripeUnavailable,
        IdempotencyConflict,
      ],
    },
    ...forAnybody,
    description:
      'Makes the pledge of a payment, or answers with the one that is there. For whoever knows the ' +
      'payment. What is paid and never asked for gets its pledge a little later.',
    typeOptions: { description: 'Which payment it is for.' },
    input: {
      paymentIntentId: t.input.string({
        required: true,
        description: 'Of `createPledgePaymentIntent`.',
      }),
      idempotencyKey: t.input.string({
        description: 'The same key and input again answers as the first time did.',
      }),
    },
    resolve: (_root, { input }, ctx) => pledges.createFromIntent(ctx, input),
  }),
)
