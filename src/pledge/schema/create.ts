import { builder } from '#builder.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { StripeRefused, StripeUnavailable } from '#stripe/errors.ts'
import { PaymentIntentNotFound } from '../errors.ts'
import * as pledges from '../service.ts'
import { clientSecretDescription, forAnybody } from './anybody.ts'

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
      'Creates the pledge of a payment, or answers with the existing one. For who began the payment ' +
      'signed in, or has its client secret. A payment that succeeded gets its pledge in any case, a ' +
      'little later.',
    typeOptions: { description: 'Which payment it is for.' },
    input: {
      paymentIntentId: t.input.string({
        required: true,
        description: 'Of `createPledgePaymentIntent`.',
      }),
      clientSecret: t.input.string({ description: clientSecretDescription }),
      idempotencyKey: t.input.string({
        description:
          'The same key and input again answers as the first time did. At least 16 characters while ' +
          'you are signed out.',
      }),
    },
    resolve: (_root, { input }, ctx) => pledges.createFromIntent(ctx, input),
  }),
)
