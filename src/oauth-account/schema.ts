import { builder } from '#builder.ts'
import { atMost } from '#graphql/list-limits.ts'

const OauthAccount = builder.prismaObject('OauthAccount', {
  description: 'An account elsewhere with which you can sign in.',
  fields: (t) => ({
    accountLogin: t.exposeString('accountLogin', { description: 'Its login there.' }),
    accountEmail: t.expose('accountEmail', {
      type: 'EmailAddress',
      description: 'Its e-mail address there.',
    }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was connected.' }),
  }),
})

builder.objectField('Viewer', 'oauthAccounts', (t) =>
  t.prismaField({
    type: [OauthAccount],
    authScopes: { scope: 'user:read' },
    ...atMost(10, 'Accounts elsewhere with which you can sign in.'),
    resolve: (query, { id }, _args, { db }) =>
      db.oauthAccount.findMany({
        ...query,
        where: { userId: id },
        orderBy: { createdAt: 'asc' },
        take: 10,
      }),
  }),
)
