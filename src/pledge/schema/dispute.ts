import { builder } from '#builder.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { forStaff } from '#graphql/staff.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { isTransferred, whyNotDisputable } from '../disputable.ts'
import {
  DisputeReasonInvalid,
  NotYourPledge,
  PledgeNotDisputable,
  PledgeNotFound,
} from '../errors.ts'
import * as policy from '../policy.ts'
import * as pledges from '../service.ts'
import { keyDescription, pledgePayload } from './payload.ts'

builder.prismaObjectFields('Pledge', (t) => ({
  viewerCanDispute: t.boolean({
    description: 'Whether you may object to its payout now.',
    select: { id: true, state: true, scheduledPayoutAt: true },
    resolve: async (pledge, _args, ctx) => {
      if (!policy.canDecide(ctx.viewer, pledge)) return false
      const hasTransfer = await isTransferred(ctx, pledge.id)
      return whyNotDisputable({ ...pledge, hasTransfer }, new Date()) === null
    },
  }),
}))

const description = 'The payout is held; staff decide about a refund.'
const DisputePledgePayload = pledgePayload('DisputePledgePayload', description)
const MarkPledgeDisputedPayload = pledgePayload('MarkPledgeDisputedPayload', description)
const UpdatePledgePayload = pledgePayload('UpdatePledgePayload', 'The pledge was changed.')

const errors = [PledgeNotFound, PledgeNotDisputable, DisputeReasonInvalid, IdempotencyConflict]

const reason = 'Why it should not be paid out, in your words: at most 5000 characters.'

builder.mutationFields((t) => ({
  disputePledge: t.fieldWithInput({
    type: DisputePledgePayload,
    extensions: limitedBy('pledge.dispute'),
    errors: { types: [RateLimited, ...errors, NotYourPledge] },
    authScopes: { scope: 'pledges:write' },
    description:
      'Objects to the payout of a pledge. For who pays, and admins of the organization that ' +
      'does, until the scheduled payout.',
    typeOptions: { description: 'Which pledge, and why.' },
    input: {
      pledgeId: t.input.globalID({ required: true, description: 'The pledge.' }),
      reason: t.input.string({ required: true, description: reason }),
      idempotencyKey: t.input.string({ description: keyDescription }),
    },
    resolve: (_root, { input }, ctx) =>
      pledges.dispute(ctx, { ...input, pledgeId: rowId(input.pledgeId, 'Pledge') }),
  }),
  markPledgeDisputed: t.fieldWithInput({
    type: MarkPledgeDisputedPayload,
    errors: { types: errors },
    ...forStaff,
    description:
      'Objects to the payout of a pledge for its payer, as long as no share was transferred. ' +
      'For staff.',
    typeOptions: { description: 'Which pledge, and why.' },
    input: {
      pledgeId: t.input.globalID({ required: true, description: 'The pledge.' }),
      reason: t.input.string({ required: true, description: reason }),
      idempotencyKey: t.input.string({ description: keyDescription }),
    },
    resolve: (_root, { input }, ctx) =>
      pledges.markDisputedByStaff(ctx, { ...input, pledgeId: rowId(input.pledgeId, 'Pledge') }),
  }),
  updatePledge: t.fieldWithInput({
    type: UpdatePledgePayload,
    errors: { types: [PledgeNotFound, NotYourPledge] },
    authScopes: { scope: 'pledges:write' },
    description:
      'Changes what others see of a pledge. For who pays, and admins of the organization that ' +
      'does.',
    typeOptions: { description: 'Which pledge, and what to change.' },
    input: {
      pledgeId: t.input.globalID({ required: true, description: 'The pledge.' }),
      isAnonymous: t.input.boolean({
        required: true,
        description: 'Whether only the payer’s side sees who it is from.',
      }),
    },
    resolve: async (_root, { input }, ctx) => {
      const pledgeId = rowId(input.pledgeId, 'Pledge')
      await pledges.setAnonymous(ctx, pledgeId, input.isAnonymous)
      return { pledgeId }
    },
  }),
}))
