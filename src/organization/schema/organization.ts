import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { Money } from '#graphql/types.ts'
import { githubSite } from '#lib/github-site.ts'
import type { Viewer } from '#lib/viewer.ts'
import * as policy from '../policy.ts'

const limitFor = (viewer: Viewer, id: string, cents: bigint | null) =>
  cents !== null && policy.canReadPrivate(viewer, { id }) ? { amount: cents } : null

const Organization = builder.prismaNode('Organization', {
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'A GitHub organization or personal account that owns repositories.',
  fields: (t) => ({
    login: t.exposeString('login', { description: 'Its name on GitHub.' }),
    name: t.exposeString('name', { nullable: true, description: 'Its display name.' }),
    avatarUrl: t.expose('avatarUrl', { type: 'URL', description: 'Its picture.' }),
    url: t.field({
      type: 'URL',
      description: 'Its page on GitHub.',
      select: { login: true },
      resolve: ({ login }, _args, { config }) => `${githubSite(config)}/${login}`,
    }),
    isPersonal: t.exposeBoolean('isPersonal', {
      description: 'Whether it is the account of one person.',
    }),
    isInstalled: t.boolean({
      description: 'Whether our GitHub App is installed on it.',
      select: { installationId: true },
      resolve: ({ installationId }) => installationId !== null,
    }),
    bio: t.exposeString('bio', { nullable: true, description: 'What it says of itself.' }),
    company: t.exposeString('company', { nullable: true, description: 'Its company.' }),
    blog: t.exposeString('blog', { nullable: true, description: 'Its web site.' }),
    location: t.exposeString('location', { nullable: true, description: 'Where it is.' }),
    email: t.exposeString('email', { nullable: true, description: 'Its public address.' }),
    twitterUsername: t.exposeString('twitterUsername', {
      nullable: true,
      description: 'Its name on Twitter.',
    }),
    pledgeMinimumAmount: t.field({
      type: Money,
      description: 'The least that can be pledged on one of its issues.',
      select: { pledgeMinimumAmount: true },
      resolve: ({ pledgeMinimumAmount }) => ({ amount: pledgeMinimumAmount }),
    }),
    pledgeBadgeShowAmount: t.exposeBoolean('pledgeBadgeShowAmount', {
      description: 'Whether the badge on its issues shows what is pledged.',
    }),
    defaultBadgeCustomContent: t.exposeString('defaultBadgeCustomContent', {
      nullable: true,
      description: 'What stands above the badge of its issues, in Markdown; null: our own words.',
    }),
    defaultUpfrontSplitToContributors: t.exposeInt('defaultUpfrontSplitToContributors', {
      nullable: true,
      description:
        'How many percent of a reward go to contributors, unless the issue says otherwise; null ' +
        'if nothing is promised.',
    }),
    isTeamsEnabled: t.exposeBoolean('isTeamsEnabled', {
      description: 'Whether its members can pledge in its name.',
    }),
    onboardedAt: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When its settings were first saved; null until then. Its admins see it.',
      select: { id: true, onboardedAt: true },
      resolve: ({ id, onboardedAt }, _args, { viewer }) =>
        policy.canWrite(viewer, { id }) ? onboardedAt : null,
    }),
    billingEmail: t.field({
      type: 'EmailAddress',
      nullable: true,
      description: 'Where its invoices go. Its members see it.',
      select: { id: true, billingEmail: true },
      resolve: ({ id, billingEmail }, _args, { viewer }) =>
        policy.canReadPrivate(viewer, { id }) ? billingEmail : null,
    }),
    totalMonthlySpendingLimit: t.field({
      type: Money,
      nullable: true,
      description:
        'What may be pledged in its name in a month; null: no limit. Its members see it.',
      select: { id: true, totalMonthlySpendingLimit: true },
      resolve: ({ id, totalMonthlySpendingLimit }, _args, { viewer }) =>
        limitFor(viewer, id, totalMonthlySpendingLimit),
    }),
    perUserMonthlySpendingLimit: t.field({
      type: Money,
      nullable: true,
      description:
        'What one member may pledge in its name in a month; null: no limit. Its members see it.',
      select: { id: true, perUserMonthlySpendingLimit: true },
      resolve: ({ id, perUserMonthlySpendingLimit }, _args, { viewer }) =>
        limitFor(viewer, id, perUserMonthlySpendingLimit),
    }),
    viewerCanAdminister: t.boolean({
      description: 'Whether you may change it.',
      select: { id: true },
      resolve: (organization, _args, { viewer }) => policy.canWrite(viewer, organization),
    }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When we first heard of it.',
    }),
  }),
})

loadNodesOf('Organization', (query, ids, ctx) =>
  ctx.db.organization.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

/** A page of organizations. */
export const OrganizationConnection = connectionOf(Organization)
