import { builder } from '#builder.ts'
import { errorType } from '#graphql/types.ts'
import { personOf } from '#lib/viewer.ts'
import { GithubNotConnected, GithubUnavailable } from './errors.ts'
import type { Person } from './service.ts'
import * as github from './service.ts'

errorType(GithubNotConnected, 'You have not connected an account of GitHub.')
errorType(GithubUnavailable, 'GitHub can’t be reached at the moment.')

builder.objectField(GithubUnavailable, 'retryAfterSeconds', (t) =>
  t.exposeInt('retryAfterSeconds', {
    nullable: true,
    description: 'How long to wait before trying again; null where nobody knows.',
  }),
)

const GithubUser = builder.objectRef<Person>('GithubUser').implement({
  description: 'A person on GitHub, who need not have an account here.',
  fields: (t) => ({
    login: t.exposeString('login', { description: 'Their name on GitHub.' }),
    avatarUrl: t.expose('avatarUrl', { type: 'URL', description: 'Their picture.' }),
  }),
})

builder.queryField('githubUser', (t) =>
  t.field({
    type: GithubUser,
    nullable: true,
    authScopes: { scope: 'user:read' },
    description:
      'A person on GitHub, looked up there, 300 an hour at most. Null if there is none, or ' +
      'GitHub can’t be asked.',
    args: { login: t.arg.string({ required: true, description: 'Their name, in any case.' }) },
    resolve: (_root, { login }, ctx) => github.findPerson(ctx, personOf(ctx).userId, login),
  }),
)
