import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { Money } from '#graphql/types.ts'
import { countsOf } from '../counts.ts'
import * as policy from '../policy.ts'
import { frontendUrlOf } from '../subject.ts'
import { chosenMessage } from '../text.ts'
import { BadgeRun } from './run.ts'

const RepositoryBadgeSettings = builder.prismaNode('Repository', {
  variant: 'RepositoryBadgeSettings',
  id: { field: 'id' },
  findUnique: (id, ctx) => ({ id, AND: [policy.administered(ctx.viewer)] }),
  description:
    'How badges come to the issues of one repository, and how many have one. Its admins see it.',
  select: { id: true, openIssuesCount: true },
  fields: (t) => ({
    repository: t.variant('Repository', { description: 'The repository.' }),
    autoEmbed: t.exposeBoolean('pledgeBadgeAutoEmbed', {
      description: 'Whether its new issues get the badge by themselves.',
    }),
    label: t.exposeString('pledgeBadgeLabel', {
      description: 'The label that gives an issue the badge, in any case of letters.',
    }),
    openIssueCount: t.int({
      description: 'Its open issues and pull requests, as GitHub counts them.',
      resolve: async ({ id, openIssuesCount }, _args, ctx) => {
        const { issues, pullRequests } = await countsOf(ctx, id)
        return Math.max(openIssuesCount ?? 0, issues + pullRequests)
      },
    }),
    syncedIssueCount: t.int({
      description: 'How many of these we have read from GitHub.',
      resolve: async ({ id }, _args, ctx) => {
        const { issues, pullRequests } = await countsOf(ctx, id)
        return issues + pullRequests
      },
    }),
    isSyncCompleted: t.boolean({
      description: 'Whether we have read all of them.',
      resolve: async ({ id, openIssuesCount }, _args, ctx) => {
        const { issues, pullRequests } = await countsOf(ctx, id)
        return issues + pullRequests >= (openIssuesCount ?? 0)
      },
    }),
    pullRequestCount: t.int({
      description: 'How many of those that we have read are pull requests.',
      resolve: async ({ id }, _args, ctx) => (await countsOf(ctx, id)).pullRequests,
    }),
    autoEmbeddedIssueCount: t.int({
      description: 'Open issues with a badge and without the label.',
      resolve: async ({ id }, _args, ctx) => (await countsOf(ctx, id)).autoEmbedded,
    }),
    labelEmbeddedIssueCount: t.int({
      description: 'Open issues with a badge and the label.',
      resolve: async ({ id }, _args, ctx) => (await countsOf(ctx, id)).labelEmbedded,
    }),
    latestBadgeRun: t.field({
      type: BadgeRun,
      nullable: true,
      description: 'The newest run over its badges; null if there was none.',
      select: (_args, _ctx, nestedSelection) => ({
        badgeRuns: nestedSelection({
          take: 1,
          orderBy: [{ createdAt: 'desc' as const }, { id: 'desc' as const }],
        }),
      }),
      resolve: ({ badgeRuns }) => badgeRuns[0] ?? null,
    }),
  }),
})

loadNodesOf('RepositoryBadgeSettings', (query, ids, ctx) =>
  ctx.db.repository.findMany({
    ...query,
    where: { AND: [policy.administered(ctx.viewer), { id: { in: ids } }] },
  }),
)

const RepositoryBadgeSettingsConnection = connectionOf(RepositoryBadgeSettings)

const BadgeSettings = builder.prismaObject('Organization', {
  variant: 'BadgeSettings',
  description: 'How an organization wants its badges.',
  fields: (t) => ({
    showAmount: t.exposeBoolean('pledgeBadgeShowAmount', {
      description: 'Whether the badge shows what is pledged.',
    }),
    minimumAmount: t.field({
      type: Money,
      description: 'The least that can be pledged on one of its issues.',
      select: { pledgeMinimumAmount: true },
      resolve: ({ pledgeMinimumAmount }) => ({ amount: pledgeMinimumAmount }),
    }),
    message: t.string({
      description: 'What stands above the badge, in Markdown: its own words, or else ours.',
      select: { login: true, defaultBadgeCustomContent: true },
      resolve: ({ login, defaultBadgeCustomContent }, _args, { config }) =>
        chosenMessage({
          organization: login,
          issueMessage: null,
          organizationMessage: defaultBadgeCustomContent,
          frontendUrl: frontendUrlOf(config),
        }),
    }),
    repositories: t.relatedConnection(
      'repositories',
      {
        type: RepositoryBadgeSettings,
        cursor: 'id',
        totalCount: true,
        description: 'Its repositories, public ones first, then the newest.',
        query: (_args, ctx) => ({
          where: policy.administered(ctx.viewer),
          orderBy: [{ isPrivate: 'asc' }, { createdAt: 'desc' }, { id: 'desc' }],
        }),
      },
      RepositoryBadgeSettingsConnection,
    ),
  }),
})

builder.prismaObjectField('Organization', 'badgeSettings', (t) =>
  t.variant(BadgeSettings, {
    description: 'How it wants its badges. Its admins see it; null for others.',
    isNull: ({ id }: { id: string }, _args: object, { viewer }: Ctx) =>
      !policy.canReadSettings(viewer, id),
  }),
)
