import { builder } from '#builder.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { IssueNotFound } from '#issue/errors.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { NotAnOrganizationAdmin } from '#organization/errors.ts'
import { IssueAlreadyConfirmed, SplitInvalid } from '../errors.ts'
import * as rewards from '../service.ts'

const RewardSplitInput = builder.inputType('RewardSplitInput', {
  description:
    'What part of every pledge on an issue one receiver gets; one of the two names them.',
  fields: (t) => ({
    share: t.int({ required: true, description: 'The part, of 1000: 100 are 10 %.' }),
    githubLogin: t.string({
      description: 'The receiver is a person: their login on GitHub, in any case of letters.',
    }),
    organizationId: t.globalID({ description: 'The receiver is this organization.' }),
  }),
})

const ConfirmIssueSolvedPayload = builder
  .objectRef<{ issueId: string }>('ConfirmIssueSolvedPayload')
  .implement({
    description: 'The issue is confirmed as solved, and its reward is split.',
    fields: (t) => ({
      issue: t.prismaField({
        type: 'Issue',
        description: 'The issue, with its receivers.',
        resolve: (query, { issueId }, _args, { db }) =>
          db.issue.findUniqueOrThrow({ ...query, where: { id: issueId } }),
      }),
    }),
  })

builder.mutationField('confirmIssueSolved', (t) =>
  t.fieldWithInput({
    type: ConfirmIssueSolvedPayload,
    extensions: limitedBy('issue.confirm'),
    errors: {
      types: [
        RateLimited,
        IssueNotFound,
        NotAnOrganizationAdmin,
        SplitInvalid,
        IssueAlreadyConfirmed,
        IdempotencyConflict,
      ],
    },
    authScopes: { scope: 'issues:write' },
    description:
      'Says that an issue, open or closed, is solved, and who gets which part of every pledge on ' +
      'it, later ones too. For admins of its organization; once, and for good. What is paid can ' +
      'be paid out when the backers’ time to object is over; pledges on completion get their ' +
      'invoice.',
    typeOptions: { description: 'What is solved, and who is rewarded.' },
    input: {
      issueId: t.input.globalID({ required: true, description: 'The issue.' }),
      splits: t.input.field({
        type: [RewardSplitInput],
        required: true,
        description: 'Who gets what, 1 to 100 receivers. The shares sum to 1000.',
      }),
      idempotencyKey: t.input.string({
        description: 'The same key and input again does it once. 1 to 255 characters.',
      }),
    },
    resolve: (_root, { input }, ctx) =>
      rewards.confirmSolved(ctx, {
        issueId: rowId(input.issueId, 'Issue'),
        splits: input.splits.map(({ share, githubLogin, organizationId }) => ({
          share,
          githubLogin,
          organizationId: organizationId && rowId(organizationId, 'Organization'),
        })),
        idempotencyKey: input.idempotencyKey,
      }),
  }),
)
