import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { costs, longTextCost } from '#graphql/cost.ts'
import { atMost } from '#graphql/list-limits.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { Money } from '#graphql/types.ts'
import { githubSite } from '#lib/github-site.ts'
import type * as github from '../github.ts'
import * as policy from '../policy.ts'
import { Actor, IssueState, Label, Milestone, Reactions } from './parts.ts'

/** An issue, for the schema. */
export const Issue = builder.prismaNode('Issue', {
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'An issue of a repository.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its number within the repository.' }),
    title: t.exposeString('title', { description: 'What it is about.' }),
    body: t.exposeString('body', {
      extensions: costs(longTextCost),
      description: 'Its text, in GitHub’s Markdown.',
    }),
    bodyHtml: t.expose('bodyHtml', {
      type: 'HTML',
      nullable: true,
      extensions: costs(longTextCost),
      description:
        'Text of the issue as GitHub shows it, without the funding badge. Null until it is ' +
        'rendered, which is soon after the text came or changed.',
    }),
    state: t.expose('state', { type: IssueState, description: 'Whether it is open.' }),
    stateReason: t.exposeString('stateReason', {
      nullable: true,
      description: 'Why it is in its state, in GitHub’s words.',
    }),
    url: t.field({
      type: 'URL',
      description: 'Its page on GitHub.',
      select: {
        number: true,
        repository: { select: { name: true, organization: { select: { login: true } } } },
      },
      resolve: ({ number, repository: { name, organization } }, _args, { config }) =>
        `${githubSite(config)}/${organization.login}/${name}/issues/${number}`,
    }),
    author: t.field({
      type: Actor,
      nullable: true,
      description: 'Who opened it; null when the account is gone.',
      select: { author: true },
      resolve: ({ author }) => author as github.Actor | null,
    }),
    assignees: t.field({
      type: [Actor],
      ...atMost(10, 'Accounts that are assigned to the issue.'),
      select: { assignees: true },
      resolve: ({ assignees }) => assignees as github.Actor[],
    }),
    labels: t.field({
      type: [Label],
      ...atMost(100, 'Labels of the issue.'),
      select: { labels: true },
      resolve: ({ labels }) => labels as github.Label[],
    }),
    milestone: t.field({
      type: Milestone,
      nullable: true,
      description: 'What it is planned for.',
      select: { milestone: true },
      resolve: ({ milestone }) => milestone as github.Milestone | null,
    }),
    reactions: t.field({
      type: Reactions,
      nullable: true,
      description: 'How people reacted; null until GitHub told us.',
      select: { reactions: true },
      resolve: ({ reactions }) => reactions as github.Reactions | null,
    }),
    commentCount: t.exposeInt('commentsCount', { description: 'How many comments it has.' }),
    createdAt: t.expose('issueCreatedAt', {
      type: 'DateTime',
      description: 'When it was opened.',
    }),
    updatedAt: t.expose('issueUpdatedAt', {
      type: 'DateTime',
      description: 'When it changed last on GitHub.',
    }),
    closedAt: t.expose('issueClosedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was closed; null while it is open.',
    }),
    hasPledgeBadge: t.boolean({
      description: 'Whether its text carries the funding badge.',
      select: { pledgeBadgeEmbeddedAt: true },
      resolve: ({ pledgeBadgeEmbeddedAt }) => pledgeBadgeEmbeddedAt !== null,
    }),
    fundingGoal: t.field({
      type: Money,
      nullable: true,
      description: 'What its maintainers hope for.',
      select: { fundingGoal: true },
      resolve: ({ fundingGoal }) => (fundingGoal ? { amount: fundingGoal } : null),
    }),
    pledgedAmount: t.field({
      type: Money,
      description: 'What is pledged on it.',
      select: { pledgedAmountSum: true },
      resolve: ({ pledgedAmountSum }) => ({ amount: pledgedAmountSum }),
    }),
    upfrontSplitToContributors: t.exposeInt('upfrontSplitToContributors', {
      nullable: true,
      description:
        'How many percent of its reward go to contributors; null: what its organization says.',
    }),
    badgeCustomContent: t.exposeString('badgeCustomContent', {
      nullable: true,
      description: 'What stands above its badge, in Markdown; null: what its organization says.',
    }),
    needsConfirmationSolved: t.exposeBoolean('needsConfirmationSolved', {
      description: 'Whether it was closed, and its maintainers have yet to say that it is solved.',
    }),
    confirmedSolvedAt: t.expose('confirmedSolvedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its maintainers said that it is solved.',
    }),
    viewerCanUpdate: t.boolean({
      description: 'Whether you may change it.',
      select: { organizationId: true },
      resolve: (issue, _args, { viewer }) => policy.canWrite(viewer, issue),
    }),
    repository: t.relation('repository', { description: 'Where it is.' }),
    organization: t.relation('organization', { description: 'Who owns its repository.' }),
  }),
})

loadNodesOf('Issue', (query, ids, ctx) =>
  ctx.db.issue.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

/** A page of issues. */
export const IssueConnection = connectionOf(Issue)

builder.prismaObjectField('Repository', 'issues', (t) =>
  t.relatedConnection(
    'issues',
    {
      cursor: 'id',
      totalCount: true,
      description: 'Its issues, newest first.',
      args: {
        states: t.arg({ type: [IssueState], description: 'Only in one of these states.' }),
      },
      query: ({ states }, ctx) => ({
        where: { AND: [policy.readable(ctx.viewer), states ? { state: { in: states } } : {}] },
        orderBy: [{ issueCreatedAt: 'desc' }, { id: 'desc' }],
      }),
    },
    IssueConnection,
  ),
)
