import { builder } from '#builder.ts'
import { errorType } from '#graphql/types.ts'
import { GithubUnavailable } from './errors.ts'

errorType(GithubUnavailable, 'GitHub can’t be reached at the moment.')

builder.objectField(GithubUnavailable, 'retryAfterSeconds', (t) =>
  t.exposeInt('retryAfterSeconds', {
    nullable: true,
    description: 'How long to wait before trying again; null where nobody knows.',
  }),
)
