import { builder } from '#builder.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import * as policy from '../policy.ts'

builder.prismaNode('User', {
  id: { field: 'id' },
  select: { id: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description: 'A person, as everybody may see them.',
  fields: (t) => ({
    login: t.exposeString('login', {
      nullable: true,
      description: 'Their login on GitHub; null if no account there is connected.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'What they call themselves.' }),
    avatarUrl: t.expose('avatarUrl', {
      type: 'URL',
      nullable: true,
      description: 'Their picture.',
    }),
  }),
})

loadNodesOf('User', (query, ids, ctx) =>
  ctx.db.user.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

builder.queryField('user', (t) =>
  t.prismaField({
    type: 'User',
    nullable: true,
    description: 'A person by their login on GitHub.',
    args: { login: t.arg.string({ required: true, description: 'The login, in any case.' }) },
    resolve: (query, _root, { login }, ctx) =>
      ctx.db.user.findFirst({ ...query, where: { ...policy.readable(ctx.viewer), login } }),
  }),
)
