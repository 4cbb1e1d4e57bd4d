import { builder } from '#builder.ts'
import { forStaff } from '#graphql/staff.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { rowId } from '#lib/ids.ts'
import {
  NothingToPay,
  PledgeInDisputeWindow,
  PledgeNotPayable,
  ReceiverAccountNotActive,
  ReceiverNotSignedIn,
  ReceiverWithoutAccount,
  RewardAlreadyPaid,
  RewardNotFound,
} from '../errors.ts'
import * as rewards from '../service.ts'

const PayRewardPayload = builder.objectRef<{ rewardId: string }>('PayRewardPayload').implement({
  description: 'The receiver has earned their share.',
  fields: (t) => ({
    reward: t.prismaField({
      type: 'Reward',
      description: 'The reward, which is paid.',
      resolve: (query, { rewardId }, _args, { db }) =>
        db.reward.findUniqueOrThrow({ ...query, where: { id: rewardId } }),
    }),
  }),
})

builder.mutationField('payReward', (t) =>
  t.fieldWithInput({
    type: PayRewardPayload,
    errors: {
      types: [
        RewardNotFound,
        PledgeNotPayable,
        PledgeInDisputeWindow,
        ReceiverNotSignedIn,
        NothingToPay,
        RewardAlreadyPaid,
        ReceiverWithoutAccount,
        ReceiverAccountNotActive,
        IdempotencyConflict,
      ],
    },
    ...forStaff,
    description:
      'Pays a receiver their share of a pledge now, which otherwise happens by itself unless this ' +
      'server leaves payouts to staff. For staff.',
    typeOptions: { description: 'What is paid.' },
    input: {
      rewardId: t.input.globalID({ required: true, description: 'The reward.' }),
      idempotencyKey: t.input.string({
        description: 'The same key and input again does it once. 1 to 255 characters.',
      }),
    },
    resolve: (_root, { input }, ctx) =>
      rewards.payByStaff(ctx, {
        rewardId: rowId(input.rewardId, 'Reward'),
        idempotencyKey: input.idempotencyKey,
      }),
  }),
)
