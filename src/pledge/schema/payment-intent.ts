import type Stripe from 'stripe'
import { builder } from '#builder.ts'
import { Money, MoneyInput } from '#graphql/types.ts'
import { IssueNotFound } from '#issue/errors.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { UnsafeReturnAddress } from '#lib/return-address.ts'
import { StripeRefused, StripeUnavailable } from '#stripe/errors.ts'
import { InvalidEmailAddress } from '#user/errors.ts'
import {
  EmailRequired,
  NotAnOrganizationMember,
  PaymentIntentNotFound,
  PaymentIntentNotUpdatable,
  PledgeTooLarge,
  PledgeTooSmall,
} from '../errors.ts'
import * as pledges from '../service.ts'
import { clientSecretDescription, forAnybody } from './anybody.ts'
import { nextActionField, statusField } from './payment-status.ts'

const FutureUsage = builder.enumType('PaymentFutureUsage', {
  description: 'What a card may be used for later.',
  values: {
    ON_SESSION: {
      value: 'on_session' as const,
      description: 'Stripe keeps the card for payments that its owner makes here.',
    },
  },
})

/** What both mutations answer about an intent. */
const intentPayload = (name: string, description: string) =>
  builder.objectRef<Stripe.PaymentIntent>(name).implement({
    description,
    fields: (t) => ({
      paymentIntentId: t.exposeString('id', {
        description: 'Stripe’s id of the payment: what `createPledge` wants.',
      }),
      amount: t.field({
        type: Money,
        description: 'What is pledged.',
        resolve: ({ amount }) => ({ amount: BigInt(amount) }),
      }),
      fee: t.field({
        type: Money,
        description: 'What is paid on top of it.',
        resolve: () => ({ amount: 0n }),
      }),
      amountIncludingFee: t.field({
        type: Money,
        description: 'What is paid.',
        resolve: ({ amount }) => ({ amount: BigInt(amount) }),
      }),
      clientSecret: t.string({
        description:
          'Stripe.js pays with it in the browser. Proves that the payment is yours while you are ' +
          'signed out: keep it, keep it from others, and never put it into an address.',
        resolve: ({ client_secret }) => client_secret ?? '',
      }),
      status: t.field(statusField),
      nextActionUrl: t.field(nextActionField),
    }),
  })

const CreatePayload = intentPayload(
  'CreatePledgePaymentIntentPayload',
  'A payment that Stripe waits for. Then `createPledge`.',
)
const UpdatePayload = intentPayload('UpdatePledgePaymentIntentPayload', 'The payment is changed.')

const common = [
  PledgeTooSmall,
  PledgeTooLarge,
  EmailRequired,
  InvalidEmailAddress,
  NotAnOrganizationMember,
  IssueNotFound,
  RateLimited,
  StripeRefused,
  StripeUnavailable,
  IdempotencyConflict,
]

const amountField = {
  type: MoneyInput,
  required: true,
  description: 'How much is pledged.',
} as const
const emailField = {
  description:
    'Where the receipt goes, of who is not signed in. Others get it at their own address.',
}
const futureUsageField = {
  type: FutureUsage,
  description: 'Has Stripe keep the card; null: it does not.',
} as const
const creditField = {
  description: 'An organization of yours that gets the credit for it in public.',
}
const anonymousField = {
  description: 'Whether only you, and your organizations, see who it is from.',
}
const keyField = {
  description:
    'The same key and input again answers as the first time did, and does nothing. At least 16 ' +
    'characters while you are signed out, such as a UUID.',
}

type Given = {
  amount: { amount: bigint }
  onBehalfOfOrganizationId?: { typename: string; id: string } | null
}

/** The input in the words of the service. */
const detailsOf = <Input extends Given>({ amount, onBehalfOfOrganizationId, ...rest }: Input) => ({
  ...rest,
  amount: amount.amount,
  onBehalfOfOrganizationId: onBehalfOfOrganizationId
    ? rowId(onBehalfOfOrganizationId, 'Organization')
    : null,
})

builder.mutationField('createPledgePaymentIntent', (t) =>
  t.fieldWithInput({
    type: CreatePayload,
    errors: { types: [...common, UnsafeReturnAddress] },
    ...forAnybody,
    description:
      'Begins the payment of a pledge on an issue that you may see: Stripe waits for a card, from ' +
      'Stripe.js or `payPledgePaymentIntent`. With `paymentMethodId` it is paid at once. Then comes ' +
      '`createPledge`; what is paid becomes a pledge in any case. No sign-in is needed.',
    typeOptions: { description: 'What is pledged, on what, in whose name.' },
    input: {
      issueId: t.input.globalID({ required: true, description: 'What is to be solved.' }),
      amount: t.input.field(amountField),
      email: t.input.string(emailField),
      setupFutureUsage: t.input.field(futureUsageField),
      onBehalfOfOrganizationId: t.input.globalID(creditField),
      isAnonymous: t.input.boolean(anonymousField),
      paymentMethodId: t.input.string({
        description:
          'Stripe’s id of a card to pay with at once: one of yours, or one that is nobody’s, such ' +
          'as the test card `pm_card_visa`.',
      }),
      returnTo: t.input.string({
        description: 'Where the payer comes back to when the bank asks; a page of the frontend.',
      }),
      idempotencyKey: t.input.string(keyField),
    },
    resolve: (_root, { input: { issueId, ...input } }, ctx) =>
      pledges.createPaymentIntent(ctx, { ...detailsOf(input), issueId: rowId(issueId, 'Issue') }),
  }),
)

builder.mutationField('updatePledgePaymentIntent', (t) =>
  t.fieldWithInput({
    type: UpdatePayload,
    errors: { types: [...common, PaymentIntentNotFound, PaymentIntentNotUpdatable] },
    ...forAnybody,
    description:
      'Replaces every field of a pending payment intent; omitted fields are cleared. For who began ' +
      'it signed in, or has its client secret; as long as it is not paid and has no pledge.',
    typeOptions: { description: 'Which payment, and what it is now.' },
    input: {
      paymentIntentId: t.input.string({ required: true, description: 'Stripe’s id of it.' }),
      clientSecret: t.input.string({ description: clientSecretDescription }),
      amount: t.input.field(amountField),
      email: t.input.string(emailField),
      setupFutureUsage: t.input.field(futureUsageField),
      onBehalfOfOrganizationId: t.input.globalID(creditField),
      isAnonymous: t.input.boolean(anonymousField),
      idempotencyKey: t.input.string(keyField),
    },
    resolve: (_root, { input }, ctx) => pledges.updatePaymentIntent(ctx, detailsOf(input)),
  }),
)
