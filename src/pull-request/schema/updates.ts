import { builder } from '#builder.ts'
import { accessByRepository, updatesIn } from '#graphql/updates.ts'
import * as repositoryPolicy from '#repository/policy.ts'
import * as policy from '../policy.ts'
import type { PullRequestTopics } from '../signals.ts'

type Update = PullRequestTopics['pull_request.updated']

const PullRequestUpdate = builder.objectRef<Update>('PullRequestUpdate').implement({
  description:
    'Tells that a pull request is new or changed. Nothing is told of what happened while a client ' +
    'was away: after connecting again, ask for the state as it is.',
  fields: (t) => ({
    pullRequestId: t.globalID({
      description: 'Which pull request.',
      resolve: ({ pullRequestId }) => ({ type: 'PullRequest', id: pullRequestId }),
    }),
    pullRequest: t.prismaField({
      type: 'PullRequest',
      nullable: true,
      description: 'The pull request as it is now; null once it is gone.',
      resolve: (query, { pullRequestId }, _args, ctx) =>
        ctx.db.pullRequest.findFirst({
          ...query,
          where: { ...policy.readable(ctx.viewer), id: pullRequestId },
        }),
    }),
  }),
})

const access = accessByRepository((viewer, repository) =>
  repositoryPolicy.canRead(viewer, repository, 'issues:read'),
)

builder.subscriptionField('pullRequestUpdated', (t) =>
  t.field({
    type: PullRequestUpdate,
    description:
      'Pull requests of a repository, or of all repositories of an organization, as they change.',
    args: {
      repositoryId: t.arg.globalID({ description: 'Of this repository.' }),
      organizationId: t.arg.globalID({ description: 'Of this organization.' }),
    },
    subscribe: (_root, place) => updatesIn('pull_request.updated', place, access),
    resolve: (update) => update,
  }),
)
