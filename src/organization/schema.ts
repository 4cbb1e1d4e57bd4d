import { builder } from '#builder.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import * as policy from './policy.ts'

builder.prismaNode('Organization', {
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
      resolve: ({ login }) => `https://github.com/${login}`,
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

builder.queryField('organization', (t) =>
  t.prismaField({
    type: 'Organization',
    nullable: true,
    description: 'An organization by its name on GitHub.',
    args: { login: t.arg.string({ required: true, description: 'Its name, in any case.' }) },
    resolve: (query, _root, { login }, ctx) =>
      ctx.db.organization.findFirst({ ...query, where: { ...policy.readable(ctx.viewer), login } }),
  }),
)
