import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { costs, longTextCost } from '#graphql/cost.ts'
import { atMost } from '#graphql/list-limits.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { githubSite } from '#lib/github-site.ts'
import type * as github from '../github.ts'
import * as policy from '../policy.ts'

/** What has become of a pull request, for the schema. */
export const PullRequestState = builder.enumType('PullRequestState', {
  description: 'What has become of a pull request.',
  values: {
    OPEN: { description: 'Still to be merged.' },
    CLOSED: { description: 'Closed without being merged.' },
    MERGED: { description: 'Merged.' },
  } as const,
})

const PullRequest = builder.prismaNode('PullRequest', {
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'A pull request of a repository.',
  fields: (t) => ({
    number: t.exposeInt('number', { description: 'Its number within the repository.' }),
    title: t.exposeString('title', { description: 'What it is about.' }),
    body: t.exposeString('body', {
      extensions: costs(longTextCost),
      description: 'Its text, in GitHub’s Markdown.',
    }),
    state: t.field({
      type: PullRequestState,
      description: 'What has become of it.',
      select: { state: true, mergedAt: true },
      resolve: ({ state, mergedAt }) => (mergedAt ? 'MERGED' : state),
    }),
    isDraft: t.exposeBoolean('isDraft', { description: 'Whether it is not yet to be merged.' }),
    merged: t.boolean({
      description: 'Whether it was merged.',
      select: { mergedAt: true },
      resolve: ({ mergedAt }) => mergedAt !== null,
    }),
    mergedAt: t.expose('mergedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was merged; null if it was not.',
    }),
    mergeCommitSha: t.exposeString('mergeCommitSha', {
      nullable: true,
      description: 'The commit that merged it or, before that, would on trial; null without one.',
    }),
    headRefName: t.string({
      nullable: true,
      description: 'The branch that it brings; null until GitHub told us.',
      select: { head: true },
      resolve: ({ head }) => (head as github.BranchEnd | null)?.ref,
    }),
    baseRefName: t.string({
      nullable: true,
      description: 'The branch that it is for; null until GitHub told us.',
      select: { base: true },
      resolve: ({ base }) => (base as github.BranchEnd | null)?.ref,
    }),
    additions: t.exposeInt('additions', {
      nullable: true,
      description: 'How many lines it adds; null until GitHub told us.',
    }),
    deletions: t.exposeInt('deletions', {
      nullable: true,
      description: 'How many lines it removes; null until GitHub told us.',
    }),
    changedFiles: t.exposeInt('changedFiles', {
      nullable: true,
      description: 'How many files it changes; null until GitHub told us.',
    }),
    commitCount: t.exposeInt('commits', {
      nullable: true,
      description: 'How many commits it has; null until GitHub told us.',
    }),
    commentCount: t.exposeInt('commentsCount', {
      nullable: true,
      description: 'How many comments it has; null until GitHub told us.',
    }),
    author: t.field({
      type: 'Actor',
      nullable: true,
      description: 'Who opened it; null when the account is gone.',
      select: { author: true },
      resolve: ({ author }) => author as github.Actor | null,
    }),
    labels: t.field({
      type: ['Label'],
      ...atMost(100, 'Labels of the pull request.'),
      select: { labels: true },
      resolve: ({ labels }) => labels as github.Label[],
    }),
    url: t.field({
      type: 'URL',
      description: 'Its page on GitHub.',
      select: {
        number: true,
        repository: { select: { name: true, organization: { select: { login: true } } } },
      },
      resolve: ({ number, repository: { name, organization } }, _args, { config }) =>
        `${githubSite(config)}/${organization.login}/${name}/pull/${number}`,
    }),
    createdAt: t.expose('pullRequestCreatedAt', {
      type: 'DateTime',
      description: 'When it was opened.',
    }),
    updatedAt: t.expose('pullRequestUpdatedAt', {
      type: 'DateTime',
      description: 'When it changed last on GitHub.',
    }),
    closedAt: t.expose('pullRequestClosedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was closed or merged; null while it is open.',
    }),
    repository: t.relation('repository', { description: 'Where it is.' }),
    organization: t.relation('organization', { description: 'Who owns its repository.' }),
  }),
})

loadNodesOf('PullRequest', (query, ids, ctx) =>
  ctx.db.pullRequest.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

/** A page of pull requests. */
export const PullRequestConnection = connectionOf(PullRequest)
