import { builder } from '#builder.ts'
import { errorType, Money } from '#graphql/types.ts'
import {
  DisputeReasonInvalid,
  EmailRequired,
  NotAnOrganizationMember,
  NotYourPledge,
  PayerAmbiguous,
  PaymentIntentNotFound,
  PaymentIntentNotUpdatable,
  PledgeNotDisputable,
  PledgeNotFound,
  PledgeNotRefundable,
  PledgeTooLarge,
  PledgeTooSmall,
  RefundTooLarge,
  SpendingLimitExceeded,
} from '../errors.ts'

errorType(PledgeNotFound, 'There is no such pledge that you may see.')
errorType(PledgeTooSmall, 'It is less than may be pledged on the issue.')
errorType(PledgeTooLarge, 'It is more than one payment can be.')
errorType(NotAnOrganizationMember, 'Only members of an organization pledge in its name.')

builder.objectField(PledgeTooSmall, 'minimum', (t) =>
  t.field({
    type: Money,
    description: 'The least that can be pledged on the issue.',
    resolve: ({ minimum }) => ({ amount: minimum }),
  }),
)

builder.objectField(PledgeTooLarge, 'maximum', (t) =>
  t.field({
    type: Money,
    description: 'The most that can be pledged at once.',
    resolve: ({ maximum }) => ({ amount: maximum }),
  }),
)

errorType(EmailRequired, 'Who is not signed in has to say where the receipt goes.')
errorType(PaymentIntentNotFound, 'There is no such payment, or it is not yours to make.')
errorType(PaymentIntentNotUpdatable, 'The payment is made, given up, or has its pledge already.')
errorType(PledgeNotRefundable, 'Nothing of the pledge can be given back.')
errorType(RefundTooLarge, 'More is to be given back than is left.')

builder.objectField(RefundTooLarge, 'left', (t) =>
  t.field({
    type: Money,
    description: 'What can be given back at most.',
    resolve: ({ left }) => ({ amount: left }),
  }),
)

errorType(PayerAmbiguous, 'An organization pays, or you do on behalf of one: not both.')
errorType(SpendingLimitExceeded, 'It would bring the organization above a limit of this month.')
errorType(NotYourPledge, 'You may see the pledge, but not do this with it.')
errorType(PledgeNotDisputable, 'The payout can’t be objected to, or not any more.')
errorType(DisputeReasonInvalid, 'The reason is empty or too long.')

const SpendingLimitKind = builder.enumType('SpendingLimitKind', {
  description: 'Whom a limit is for.',
  values: {
    MEMBER: { description: 'One member of the organization.' },
    ORGANIZATION: { description: 'All members together.' },
  } as const,
})

builder.objectFields(SpendingLimitExceeded, (t) => ({
  kind: t.expose('kind', { type: SpendingLimitKind, description: 'Whom the limit is for.' }),
  limit: t.field({
    type: Money,
    description: 'What may be pledged in a month.',
    resolve: ({ limit }) => ({ amount: limit }),
  }),
  spent: t.field({
    type: Money,
    description: 'What was pledged this month.',
    resolve: ({ spent }) => ({ amount: spent }),
  }),
}))
