import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import * as policy from '../policy.ts'

export const PayoutAccountTypeEnum = builder.enumType('PayoutAccountType', {
  description: 'Who keeps a payout account.',
  values: {
    STRIPE: { description: 'Stripe pays a person’s or organization’s bank.' },
    OPEN_COLLECTIVE: { description: 'A collective of Open Source Collective.' },
  } as const,
})

const PayoutAccountStatusEnum = builder.enumType('PayoutAccountStatus', {
  description: 'How far a payout account is.',
  values: {
    CREATED: {
      description:
        'It is not at Stripe yet: `createPayoutAccount` was cut off, and goes on if repeated.',
    },
    ONBOARDING_STARTED: { description: 'Stripe wants to know more before money can go to it.' },
    ACTIVE: { description: 'It can receive money.' },
  } as const,
})

const PayoutAccount = builder.prismaNode('PayoutAccount', {
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description:
    'Where a person or an organization receives money. The person sees it, and so do the members ' +
    'of the organization, and staff.',
  fields: (t) => ({
    type: t.expose('type', { type: PayoutAccountTypeEnum, description: 'Who keeps it.' }),
    status: t.expose('status', { type: PayoutAccountStatusEnum, description: 'How far it is.' }),
    stripeId: t.exposeString('stripeId', {
      nullable: true,
      description: 'Stripe’s id of it; null at Open Collective, and until it is at Stripe.',
    }),
    openCollectiveSlug: t.exposeString('openCollectiveSlug', {
      nullable: true,
      description: 'The slug of the collective; null at Stripe.',
    }),
    country: t.exposeString('country', {
      nullable: true,
      description: 'The country it is in, by its ISO 3166 code; null if unknown.',
    }),
    currency: t.exposeString('currency', {
      nullable: true,
      description:
        'What it is paid out in, by its ISO 4217 code in small letters; null if unknown.',
    }),
    isDetailsSubmitted: t.exposeBoolean('isDetailsSubmitted', {
      description: 'Whether its holder has told Stripe what it asked for.',
    }),
    isChargesEnabled: t.exposeBoolean('isChargesEnabled', {
      description: 'Whether it may take money in.',
    }),
    isPayoutsEnabled: t.exposeBoolean('isPayoutsEnabled', {
      description: 'Whether it may be paid out.',
    }),
    organization: t.relation('organization', {
      nullable: true,
      description:
        'The organization that it belongs to; null for a person’s own, and once replaced.',
    }),
    user: t.relation('user', {
      nullable: true,
      description: 'The person that it belongs to; null for an organization’s, and once replaced.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was opened.' }),
    replacedAt: t.expose('replacedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its owner opened another one, as it was of no use any more; null if not.',
    }),
    viewerCanAdminister: t.boolean({
      description:
        'Whether you may have it changed: it is yours, or you administer its organization.',
      select: policy.owners,
      resolve: (owner, _args, { viewer }) => policy.canAdminister(viewer, owner),
    }),
  }),
})

loadNodesOf('PayoutAccount', (query, ids, ctx) =>
  ctx.db.payoutAccount.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

builder.prismaObjectFields('Organization', (t) => ({
  payoutAccount: t.field({
    type: PayoutAccount,
    nullable: true,
    description:
      'Where it receives money. Its members and staff see it; null for others, and if it has none.',
    select: (_args, _ctx, nestedSelection) => ({ id: true, payoutAccount: nestedSelection(true) }),
    resolve: ({ id, payoutAccount }, _args, { viewer }) =>
      policy.canReadOf(viewer, id) ? payoutAccount : null,
  }),
}))

const PayoutAccountConnection = connectionOf(PayoutAccount)

const latestFirst = { id: 'desc' as const }

const formerDescription =
  'Earlier payout accounts that were replaced, the latest first, with their statements.'

builder.prismaObjectField('Organization', 'formerPayoutAccounts', (t) =>
  t.relatedConnection(
    'formerPayoutAccounts',
    {
      cursor: 'id',
      totalCount: true,
      nullable: true,
      authScopes: ({ id }, _args, { viewer }) => policy.canReadOf(viewer, id),
      unauthorizedResolver: () => null,
      description: `${formerDescription} Its members and staff see them; null for others.`,
      query: { orderBy: latestFirst },
    },
    PayoutAccountConnection,
  ),
)

builder.objectField('Viewer', 'formerPayoutAccounts', (t) =>
  t.prismaConnection(
    {
      type: 'PayoutAccount',
      cursor: 'id',
      authScopes: { scope: 'payouts:read' },
      description: formerDescription,
      totalCount: ({ id }, _args, { db }) =>
        db.payoutAccount.count({ where: { formerUserId: id } }),
      resolve: (query, { id }, _args, { db }) =>
        db.payoutAccount.findMany({ ...query, where: { formerUserId: id }, orderBy: latestFirst }),
    },
    PayoutAccountConnection,
  ),
)

builder.objectField('Viewer', 'payoutAccount', (t) =>
  t.prismaField({
    type: 'PayoutAccount',
    nullable: true,
    authScopes: { scope: 'payouts:read' },
    description: 'Where you receive money; null if nowhere yet.',
    resolve: (query, { id }, _args, { db }) =>
      db.payoutAccount.findUnique({ ...query, where: { userId: id } }),
  }),
)
