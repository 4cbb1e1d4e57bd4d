import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { githubSite } from '#lib/github-site.ts'
import type * as github from '../github.ts'
import * as policy from '../policy.ts'

const typeNames = {
  PULL_REQUEST: 'PullRequestReference',
  EXTERNAL_GITHUB_PULL_REQUEST: 'ExternalPullRequestReference',
  EXTERNAL_GITHUB_COMMIT: 'CommitReference',
} as const

const IssueReference = builder.prismaInterface('IssueReference', {
  description: 'Work on an issue: a pull request or a commit that refers to it.',
  select: { id: true, type: true },
  resolveType: ({ type }) => typeNames[type],
  fields: (t) => ({
    issue: t.relation('issue', { description: 'What it refers to.' }),
    createdAt: t.expose('createdAt', {
      type: 'DateTime',
      description: 'When we learned of it.',
    }),
  }),
})

builder.prismaNode('IssueReference', {
  variant: 'PullRequestReference',
  id: { field: 'id' },
  select: { id: true, type: true },
  interfaces: [IssueReference],
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'A pull request of the issue’s own repository.',
  fields: (t) => ({
    pullRequest: t.relation('pullRequest', {
      nullable: true,
      description: 'The pull request; null once it is gone.',
    }),
  }),
})

builder.prismaNode('IssueReference', {
  variant: 'ExternalPullRequestReference',
  id: { field: 'id' },
  select: { id: true, type: true, externalId: true, externalSource: true },
  interfaces: [IssueReference],
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'A pull request of another repository, as it was when we last looked.',
  fields: (t) => {
    const of = (row: { externalSource: unknown }) =>
      row.externalSource as github.ExternalPullRequest
    return {
      organizationName: t.string({
        description: 'The login of who owns its repository.',
        resolve: (row) => of(row).organizationName,
      }),
      repositoryName: t.string({
        description: 'The name of its repository.',
        resolve: (row) => of(row).repositoryName,
      }),
      number: t.int({
        description: 'Its number within its repository.',
        resolve: (row) => of(row).number,
      }),
      title: t.string({ description: 'What it is about.', resolve: (row) => of(row).title }),
      state: t.field({
        type: 'PullRequestState',
        description: 'What has become of it.',
        resolve: (row) => (of(row).isMerged ? 'MERGED' : of(row).state),
      }),
      isDraft: t.boolean({
        description: 'Whether it is not yet to be merged.',
        resolve: (row) => of(row).isDraft,
      }),
      author: t.field({
        type: 'Actor',
        nullable: true,
        description: 'Who opened it; null when the account is gone.',
        resolve: (row) => of(row).author,
      }),
      url: t.expose('externalId', { type: 'URL', description: 'Its page on GitHub.' }),
    }
  },
})

builder.prismaNode('IssueReference', {
  variant: 'CommitReference',
  id: { field: 'id' },
  select: { id: true, type: true, externalSource: true },
  interfaces: [IssueReference],
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'A commit whose message names the issue.',
  fields: (t) => {
    const of = (row: { externalSource: unknown }) => row.externalSource as github.Commit
    return {
      sha: t.string({ description: 'Its SHA.', resolve: (row) => of(row).sha }),
      organizationName: t.string({
        description: 'The login of who owns its repository.',
        resolve: (row) => of(row).organizationName,
      }),
      repositoryName: t.string({
        description: 'The name of its repository.',
        resolve: (row) => of(row).repositoryName,
      }),
      branchName: t.string({
        nullable: true,
        description: 'The only branch that ended with it when we looked; null if there was none.',
        resolve: (row) => of(row).branchName,
      }),
      message: t.string({
        nullable: true,
        description: 'Its message; null where GitHub did not tell us.',
        resolve: (row) => of(row).message,
      }),
      author: t.field({
        type: 'Actor',
        nullable: true,
        description: 'Who made it; null when nobody knows.',
        resolve: (row) => of(row).author,
      }),
      url: t.field({
        type: 'URL',
        description: 'Its page on GitHub.',
        resolve: (row, _args, { config }) => {
          const { organizationName, repositoryName, sha } = of(row)
          return `${githubSite(config)}/${organizationName}/${repositoryName}/commit/${sha}`
        },
      }),
    }
  },
})

for (const [type, name] of Object.entries(typeNames)) {
  loadNodesOf(name, (query, ids, ctx) =>
    ctx.db.issueReference.findMany({
      ...query,
      where: {
        AND: [
          policy.readable(ctx.viewer),
          { id: { in: ids }, type: type as keyof typeof typeNames },
        ],
      },
    }),
  )
}

builder.prismaObjectFields('Issue', (t) => ({
  hasPullRequest: t.exposeBoolean('hasPullRequestRelationship', {
    description: 'Whether a pull request of its repository, which is no draft, refers to it.',
  }),
  isInProgress: t.exposeBoolean('hasInProgressRelationship', {
    description: 'Whether a draft, a commit or a pull request of another repository refers to it.',
  }),
  references: t.relatedConnection(
    'references',
    {
      type: IssueReference,
      cursor: 'id',
      totalCount: true,
      description: 'Pull requests and commits that refer to it, oldest first.',
      query: (_args, ctx) => ({
        where: policy.readable(ctx.viewer),
        orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
      }),
    },
    connectionOf(IssueReference),
  ),
}))
