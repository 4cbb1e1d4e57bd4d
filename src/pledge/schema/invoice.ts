import { builder } from '#builder.ts'
import { BillingEmailMissing } from '#customer/errors.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { errorType } from '#graphql/types.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { StripeRefused, StripeUnavailable } from '#stripe/errors.ts'
import { NotYourPledge, PledgeNotFound, PledgeNotInvoiceable } from '../errors.ts'
import { whyNotInvoiceable } from '../invoiceable.ts'
import * as policy from '../policy.ts'
import * as pledges from '../service.ts'
import { keyDescription, pledgePayload } from './payload.ts'

errorType(PledgeNotInvoiceable, 'The invoice can’t be sent, or was sent already.')

builder.prismaObjectFields('Pledge', (t) => ({
  viewerCanSendInvoice: t.boolean({
    description: 'Whether you may have its invoice sent now.',
    select: {
      ...{ type: true, state: true, hostedInvoiceUrl: true, amountReceived: true },
      issue: { select: { confirmedSolvedAt: true } },
      byUser: { select: { deletedAt: true } },
    },
    resolve: (pledge, _args, { viewer }) =>
      policy.canWrite(viewer, pledge) && whyNotInvoiceable(pledge) === null,
  }),
}))

const CreatePledgeInvoicePayload = pledgePayload(
  'CreatePledgeInvoicePayload',
  'The invoice is sent.',
)

builder.mutationField('createPledgeInvoice', (t) =>
  t.fieldWithInput({
    type: CreatePledgeInvoicePayload,
    extensions: limitedBy('pledge.invoice'),
    errors: {
      types: [
        RateLimited,
        ...[PledgeNotFound, NotYourPledge, PledgeNotInvoiceable, BillingEmailMissing],
        ...[StripeRefused, StripeUnavailable, IdempotencyConflict],
      ],
    },
    authScopes: { scope: 'pledges:write' },
    description:
      'Has the invoice of a pledge on completion sent, once its issue is solved: it goes out by ' +
      'itself then, and this is for when it could not. For the payer, admins of the ' +
      'organizations that pay and receive, and staff.',
    typeOptions: { description: 'Which pledge.' },
    input: {
      pledgeId: t.input.globalID({ required: true, description: 'The pledge.' }),
      idempotencyKey: t.input.string({ description: keyDescription }),
    },
    resolve: (_root, { input }, ctx) =>
      pledges.createInvoice(ctx, { ...input, pledgeId: rowId(input.pledgeId, 'Pledge') }),
  }),
)
