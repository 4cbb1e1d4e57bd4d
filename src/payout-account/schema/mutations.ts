import { builder } from '#builder.ts'
import { limitedBy } from '#graphql/mutation-limits.ts'
import { errorType } from '#graphql/types.ts'
import { IdempotencyConflict } from '#lib/idempotency.ts'
import { rowId } from '#lib/ids.ts'
import { RateLimited } from '#lib/rate-limits.ts'
import { NotAnOrganizationAdmin, OrganizationNotFound } from '#organization/errors.ts'
import { StripeRefused, StripeUnavailable } from '#stripe/errors.ts'
import {
  OpenCollectiveNotEligible,
  OpenCollectiveUnavailable,
  PayoutAccountExists,
  PayoutAccountInputInvalid,
  PayoutAccountLinkUnavailable,
  PayoutAccountNotFound,
} from '../errors.ts'
import * as payoutAccounts from '../service.ts'
import { PayoutAccountTypeEnum } from './payout-account.ts'

errorType(PayoutAccountNotFound, 'There is no such payout account that you may see.')
errorType(PayoutAccountExists, 'The person or organization has a payout account: one is all.')
errorType(PayoutAccountInputInvalid, 'What the account is to be made of doesn’t fit together.')
errorType(PayoutAccountLinkUnavailable, 'The account has no such page.')
errorType(OpenCollectiveNotEligible, 'The collective can’t receive money through us.')
errorType(OpenCollectiveUnavailable, 'Open Collective can’t be asked now: try again later.')

const OpenCollectiveProblemEnum = builder.enumType('OpenCollectiveProblem', {
  description: 'Why a collective can’t receive money through us.',
  values: {
    NOT_FOUND: { description: 'Open Collective has no such collective.' },
    INACTIVE: { description: 'It is not active.' },
    NOT_APPROVED: { description: 'Its host has not approved it.' },
    ARCHIVED: { description: 'It is archived.' },
    FROZEN: { description: 'It is frozen.' },
    OTHER_HOST: { description: 'Its host is not Open Source Collective.' },
  } as const,
})

builder.objectField(OpenCollectiveNotEligible, 'reason', (t) =>
  t.expose('reason', { type: OpenCollectiveProblemEnum, description: 'Why not.' }),
)

const accountPayload = (name: string, description: string) =>
  builder.objectRef<{ payoutAccountId: string }>(name).implement({
    description,
    fields: (t) => ({
      payoutAccount: t.prismaField({
        type: 'PayoutAccount',
        description: 'The account as it is now.',
        resolve: (query, { payoutAccountId: id }, _args, { db }) =>
          db.payoutAccount.findUniqueOrThrow({ ...query, where: { id } }),
      }),
    }),
  })

const linkPayload = (name: string, description: string) =>
  builder.objectRef<{ url: string }>(name).implement({
    description,
    fields: (t) => ({
      url: t.expose('url', { type: 'URL', description: 'Its address, for this person alone.' }),
    }),
  })

const CreatePayoutAccountPayload = accountPayload(
  'CreatePayoutAccountPayload',
  'The account is opened; at Stripe its holder goes on with `createPayoutAccountOnboardingLink`.',
)
const RefreshPayoutAccountPayload = accountPayload(
  'RefreshPayoutAccountPayload',
  'The account was looked up.',
)
const CreatePayoutAccountOnboardingLinkPayload = linkPayload(
  'CreatePayoutAccountOnboardingLinkPayload',
  'A page of Stripe is ready; it works once, for some minutes.',
)
const CreatePayoutAccountDashboardLinkPayload = linkPayload(
  'CreatePayoutAccountDashboardLinkPayload',
  'A page is ready; one of Stripe works once.',
)

builder.objectField(CreatePayoutAccountPayload, 'onboardingUrl', (t) =>
  t.field({
    type: 'URL',
    nullable: true,
    description:
      'Where Stripe asks its holder who they are, as `createPayoutAccountOnboardingLink` gives it; ' +
      'null for Open Collective. Asked for, it is made: it works once, for some minutes.',
    resolve: async ({ payoutAccountId: id }, _args, ctx) => {
      const { type } = await ctx.db.payoutAccount.findUniqueOrThrow({ where: { id } })
      return type === 'STRIPE' ? payoutAccounts.onboardingLink(ctx, id) : null
    },
  }),
)

const access = [PayoutAccountNotFound, NotAnOrganizationAdmin] as const
const linkErrors = [...access, PayoutAccountLinkUnavailable, StripeRefused, StripeUnavailable]

builder.mutationField('createPayoutAccount', (t) =>
  t.fieldWithInput({
    type: CreatePayoutAccountPayload,
    extensions: limitedBy('payout-account.change'),
    errors: {
      types: [
        RateLimited,
        PayoutAccountExists,
        PayoutAccountInputInvalid,
        OrganizationNotFound,
        NotAnOrganizationAdmin,
        OpenCollectiveNotEligible,
        OpenCollectiveUnavailable,
        StripeRefused,
        StripeUnavailable,
        IdempotencyConflict,
      ],
    },
    authScopes: { scope: 'payouts:write' },
    description:
      'Opens the account with which you, or an organization that you administer, receive money: one ' +
      'each. One that has left us at Stripe, or a collective that can’t receive any more, gives way.',
    typeOptions: { description: 'Whose account, and where.' },
    input: {
      organizationId: t.input.globalID({
        description: 'The organization; without one it is your own account.',
      }),
      type: t.input.field({
        type: PayoutAccountTypeEnum,
        required: true,
        description: 'Who keeps it; Open Collective is for organizations alone.',
      }),
      country: t.input.string({
        description: 'The country, by its two letters of ISO 3166, in any case. Stripe needs it.',
      }),
      openCollectiveSlug: t.input.string({
        description: 'The slug of the collective, which stands in the address of its page.',
      }),
      idempotencyKey: t.input.string({
        description: 'A text of yours; the same again within a day gives the same answer.',
      }),
    },
    resolve: (_root, { input }, ctx) =>
      payoutAccounts.create(ctx, {
        organizationId: input.organizationId ? rowId(input.organizationId, 'Organization') : null,
        type: input.type,
        country: input.country ?? null,
        openCollectiveSlug: input.openCollectiveSlug ?? null,
        idempotencyKey: input.idempotencyKey ?? null,
      }),
  }),
)

builder.mutationField('createPayoutAccountOnboardingLink', (t) =>
  t.fieldWithInput({
    type: CreatePayoutAccountOnboardingLinkPayload,
    extensions: limitedBy('payout-account.change'),
    errors: { types: [...linkErrors, RateLimited] },
    authScopes: { scope: 'payouts:write' },
    description:
      'Where you tell Stripe what it needs to know. It leads back to the frontend: to the finance ' +
      'page of the organization, or to your rewards; with `?onboarding=expired` if the link was ' +
      'used before. Only for accounts at Stripe.',
    typeOptions: { description: 'Which account.' },
    input: { payoutAccountId: t.input.globalID({ required: true, description: 'The account.' }) },
    resolve: async (_root, { input }, ctx) => ({
      url: await payoutAccounts.onboardingLink(ctx, rowId(input.payoutAccountId, 'PayoutAccount')),
    }),
  }),
)

builder.mutationField('createPayoutAccountDashboardLink', (t) =>
  t.fieldWithInput({
    type: CreatePayoutAccountDashboardLinkPayload,
    extensions: limitedBy('payout-account.change'),
    errors: { types: [...linkErrors, RateLimited] },
    authScopes: { scope: 'payouts:write' },
    description:
      'Where the account is managed: at Stripe, once it was told what it needs, or on the page of ' +
      'the collective.',
    typeOptions: { description: 'Which account.' },
    input: { payoutAccountId: t.input.globalID({ required: true, description: 'The account.' }) },
    resolve: async (_root, { input }, ctx) => ({
      url: await payoutAccounts.dashboardLink(ctx, rowId(input.payoutAccountId, 'PayoutAccount')),
    }),
  }),
)

builder.mutationField('refreshPayoutAccount', (t) =>
  t.fieldWithInput({
    type: RefreshPayoutAccountPayload,
    errors: {
      types: [...access, RateLimited, StripeRefused, StripeUnavailable, OpenCollectiveUnavailable],
    },
    authScopes: { scope: 'payouts:write' },
    description:
      'Looks an account up where it is kept, for who has just come back from there; changes come ' +
      'by themselves a little later. At most 30 times an hour.',
    typeOptions: { description: 'Which account.' },
    input: { payoutAccountId: t.input.globalID({ required: true, description: 'The account.' }) },
    resolve: async (_root, { input }, ctx) => {
      const payoutAccountId = rowId(input.payoutAccountId, 'PayoutAccount')
      await payoutAccounts.refreshForViewer(ctx, payoutAccountId)
      return { payoutAccountId }
    },
  }),
)
