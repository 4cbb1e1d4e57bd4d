import { builder } from '#builder.ts'
import { BillingEmailMissing } from '#customer/errors.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { MoneyInput } from '#graphql/types.ts'
import { IssueNotFound } from '#issue/errors.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { OrganizationNotFound } from '#organization/errors.ts'
import {
  NotAnOrganizationMember,
  PayerAmbiguous,
  PledgeTooLarge,
  PledgeTooSmall,
  SpendingLimitExceeded,
} from '../errors.ts'
import * as pledges from '../service.ts'
import { keyDescription, pledgePayload } from './payload.ts'

const CreatePledgeOnCompletionPayload = pledgePayload(
  'CreatePledgeOnCompletionPayload',
  'The pledge is promised, and counts toward the issue.',
)

type Id = { typename: string; id: string } | null | undefined

const organizationOf = (id: Id) => id && rowId(id, 'Organization')

builder.mutationField('createPledgeOnCompletion', (t) =>
  t.fieldWithInput({
    type: CreatePledgeOnCompletionPayload,
    extensions: limitedBy('pledge.promise'),
    errors: {
      types: [
        RateLimited,
        ...[IssueNotFound, PledgeTooSmall, PledgeTooLarge, PayerAmbiguous],
        ...[OrganizationNotFound, NotAnOrganizationMember, SpendingLimitExceeded],
        ...[BillingEmailMissing, IdempotencyConflict],
      ],
    },
    authScopes: { scope: 'pledges:write' },
    description:
      'Promises money for an issue that you may see: an invoice comes once it is solved. You ' +
      'pay, or an organization that you are a member of.',
    typeOptions: { description: 'Who promises how much for which issue.' },
    input: {
      issueId: t.input.globalID({ required: true, description: 'What is to be solved.' }),
      amount: t.input.field({ type: MoneyInput, required: true, description: 'How much.' }),
      byOrganizationId: t.input.globalID({
        description: 'The organization that pays, within its limits; you, if left out.',
      }),
      onBehalfOfOrganizationId: t.input.globalID({
        description: 'The organization that is named as backer, if you pay.',
      }),
      isAnonymous: t.input.boolean({
        description: 'Whether only your side sees who it is from; no, if left out.',
      }),
      idempotencyKey: t.input.string({ description: keyDescription }),
    },
    resolve: (_root, { input }, ctx) =>
      pledges.createOnCompletion(ctx, {
        ...input,
        issueId: rowId(input.issueId, 'Issue'),
        amount: input.amount.amount,
        byOrganizationId: organizationOf(input.byOrganizationId),
        onBehalfOfOrganizationId: organizationOf(input.onBehalfOfOrganizationId),
      }),
  }),
)
