import { builder } from '#builder.ts'
import { errorType, Money } from '#graphql/types.ts'
import {
  NotAnOrganizationMember,
  PledgeNotFound,
  PledgeTooLarge,
  PledgeTooSmall,
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
