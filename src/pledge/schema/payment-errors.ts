import { builder } from '#builder.ts'
import { errorType, Money } from '#graphql/types.ts'
import {
  EmailRequired,
  PaymentIntentNotFound,
  PaymentIntentNotUpdatable,
  PledgeNotRefundable,
  RefundTooLarge,
} from '../errors.ts'

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
