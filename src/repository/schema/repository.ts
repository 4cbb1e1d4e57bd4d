import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { atMost } from '#graphql/list-limits.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { errorType } from '#graphql/types.ts'
import { githubSite } from '#lib/github-site.ts'
import { RepositoryNotFound } from '../errors.ts'
import * as policy from '../policy.ts'

errorType(RepositoryNotFound, 'There is no such repository, or you may not see it.')

const RepositoryVisibility = builder.enumType('RepositoryVisibility', {
  description: 'Who may see a repository.',
  values: {
    PUBLIC: { description: 'Everybody.' },
    PRIVATE: { description: 'Members of its organization.' },
  } as const,
})

const Repository = builder.prismaNode('Repository', {
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'A repository on GitHub.',
  fields: (t) => ({
    name: t.exposeString('name', { description: 'Its name within its organization.' }),
    nameWithOwner: t.string({
      description: '`organization/name`.',
      select: { name: true, organization: { select: { login: true } } },
      resolve: ({ name, organization }) => `${organization.login}/${name}`,
    }),
    url: t.field({
      type: 'URL',
      description: 'Its page on GitHub.',
      select: { name: true, organization: { select: { login: true } } },
      resolve: ({ name, organization }, _args, { config }) =>
        `${githubSite(config)}/${organization.login}/${name}`,
    }),
    description: t.exposeString('description', {
      nullable: true,
      description: 'What it says of itself.',
    }),
    homepageUrl: t.exposeString('homepageUrl', { nullable: true, description: 'Its web site.' }),
    license: t.exposeString('license', {
      nullable: true,
      description: 'Its licence, by its SPDX identifier or name.',
    }),
    topics: t.exposeStringList('topics', atMost(20, 'Topics of the repository.')),
    isPrivate: t.exposeBoolean('isPrivate', { description: 'Whether only members may see it.' }),
    visibility: t.field({
      type: RepositoryVisibility,
      description: 'Who may see it.',
      select: { isPrivate: true },
      resolve: ({ isPrivate }) => (isPrivate ? 'PRIVATE' : 'PUBLIC'),
    }),
    isArchived: t.exposeBoolean('isArchived', { description: 'Whether it is read-only.' }),
    isFork: t.exposeBoolean('isFork', { nullable: true, description: 'Whether it is a fork.' }),
    stargazerCount: t.exposeInt('stargazersCount', {
      nullable: true,
      description: 'How many people starred it; null until GitHub told us.',
    }),
    forkCount: t.exposeInt('forksCount', {
      nullable: true,
      description: 'How many forks it has; null until GitHub told us.',
    }),
    createdAt: t.expose('repositoryCreatedAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was made on GitHub; null until GitHub told us.',
    }),
    viewerCanAdminister: t.boolean({
      description: 'Whether you may change it.',
      select: { organizationId: true },
      resolve: (repository, _args, { viewer }) => policy.canWrite(viewer, repository),
    }),
    organization: t.relation('organization', { description: 'Who owns it.' }),
  }),
})

loadNodesOf('Repository', (query, ids, ctx) =>
  ctx.db.repository.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

/** A page of repositories. */
export const RepositoryConnection = connectionOf(Repository)

builder.prismaObjectField('Organization', 'repositories', (t) =>
  t.relatedConnection(
    'repositories',
    {
      cursor: 'id',
      totalCount: true,
      description: 'Its repositories, by name.',
      query: (_args, ctx) => ({
        where: policy.readable(ctx.viewer),
        orderBy: [{ name: 'asc' }, { id: 'asc' }],
      }),
    },
    RepositoryConnection,
  ),
)
