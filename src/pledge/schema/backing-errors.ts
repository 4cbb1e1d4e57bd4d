import { builder } from '#builder.ts'
import { errorType, Money } from '#graphql/types.ts'
import {
  DisputeReasonInvalid,
  NotYourPledge,
  PayerAmbiguous,
  PledgeNotDisputable,
  SpendingLimitExceeded,
} from '../errors/backing.ts'

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
