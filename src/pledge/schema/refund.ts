import { builder } from '#builder.ts'
import { forStaff } from '#graphql/staff.ts'
import { MoneyInput } from '#graphql/types.ts'
import { BadUserInput } from '#lib/errors.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { rowId } from '#lib/ids.ts'
import { StripeRefused, StripeUnavailable } from '#stripe/errors.ts'
import { PledgeNotFound, PledgeNotRefundable, RefundTooLarge } from '../errors.ts'
import * as pledges from '../service.ts'

const RefundReason = builder.enumType('RefundReason', {
  description: 'Why money is given back, for Stripe.',
  values: {
    DUPLICATE: { value: 'duplicate' as const, description: 'It was paid twice.' },
    FRAUDULENT: { value: 'fraudulent' as const, description: 'The payment was a fraud.' },
    REQUESTED_BY_CUSTOMER: {
      value: 'requested_by_customer' as const,
      description: 'Who paid wants it back.',
    },
  },
})

const RefundPledgePayload = builder
  .objectRef<{ pledgeId: string }>('RefundPledgePayload')
  .implement({
    description: 'The money goes back to who paid it.',
    fields: (t) => ({
      pledge: t.prismaField({
        type: 'Pledge',
        description: 'The pledge: with less of an amount, or `REFUNDED`.',
        resolve: (query, { pledgeId }, _args, { db }) =>
          db.pledge.findUniqueOrThrow({ ...query, where: { id: pledgeId } }),
      }),
    }),
  })

builder.mutationField('refundPledge', (t) =>
  t.fieldWithInput({
    type: RefundPledgePayload,
    errors: {
      types: [
        PledgeNotFound,
        PledgeNotRefundable,
        RefundTooLarge,
        StripeRefused,
        StripeUnavailable,
        IdempotencyConflict,
      ],
    },
    ...forStaff,
    description:
      'Gives a pledge back, all that is left of it or a part. What receivers got of it goes back in ' +
      'proportion. For staff.',
    typeOptions: { description: 'Which pledge, and how much of it.' },
    input: {
      pledgeId: t.input.globalID({ required: true, description: 'The pledge.' }),
      amount: t.input.field({ type: MoneyInput, description: 'How much; null: all that is left.' }),
      reason: t.input.field({ type: RefundReason, description: 'Why, for Stripe.' }),
      idempotencyKey: t.input.string({
        required: true,
        description: 'The same key and input again answers as the first time did.',
      }),
    },
    resolve: (_root, { input: { pledgeId, amount, reason, idempotencyKey } }, ctx) => {
      if (amount && amount.amount <= 0n) {
        throw new BadUserInput('More than nothing can be given back', ['amount'])
      }
      const id = rowId(pledgeId, 'Pledge')
      return pledges.refund(ctx, { pledgeId: id, amount: amount?.amount, reason, idempotencyKey })
    },
  }),
)
