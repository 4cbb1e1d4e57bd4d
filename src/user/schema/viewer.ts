import { builder } from '#builder.ts'

builder.objectType('Viewer', {
  description: 'You: what nobody else may see of you.',
  fields: (t) => ({
    user: t.prismaField({
      type: 'User',
      description: 'You, as everybody may see you.',
      resolve: (query, { id }, _args, { db }) =>
        db.user.findUniqueOrThrow({ ...query, where: { id } }),
    }),
    login: t.exposeString('login', {
      nullable: true,
      description: 'Your login on GitHub; null if no account there is connected.',
    }),
    name: t.exposeString('name', { nullable: true, description: 'What you call yourself.' }),
    avatarUrl: t.expose('avatarUrl', { type: 'URL', nullable: true, description: 'Your picture.' }),
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When you signed up.' }),
    isStaff: t.boolean({
      description: 'Whether you help to run this server.',
      resolve: (_user, _args, { viewer }) => viewer.kind === 'user' && viewer.isStaff,
    }),
    email: t.expose('email', {
      type: 'EmailAddress',
      authScopes: { scope: 'user:read' },
      description: 'Your e-mail address.',
    }),
    isEmailVerified: t.exposeBoolean('isEmailVerified', {
      authScopes: { scope: 'user:read' },
      description: 'Whether the address is known to be yours.',
    }),
    acceptedTermsOfService: t.exposeBoolean('acceptedTermsOfService', {
      authScopes: { scope: 'user:read' },
      description: 'Whether you accepted the terms of service.',
    }),
    emailNewslettersAndChangelogs: t.exposeBoolean('emailNewslettersAndChangelogs', {
      authScopes: { scope: 'user:read' },
      description: 'Whether you want newsletters and changelogs.',
    }),
    emailPromotionsAndEvents: t.exposeBoolean('emailPromotionsAndEvents', {
      authScopes: { scope: 'user:read' },
      description: 'Whether you want to hear of promotions and events.',
    }),
  }),
})

builder.queryField('viewer', (t) =>
  t.field({
    type: 'Viewer',
    nullable: true,
    description: 'You; null while you are not signed in.',
    resolve: (_root, _args, { viewer, db }) =>
      viewer.kind === 'user'
        ? db.user.findFirst({ where: { id: viewer.userId, deletedAt: null } })
        : null,
  }),
)
