import { filter, pipe } from 'graphql-yoga'
import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import { BadUserInput } from '#lib/errors.ts'
import { rowId } from '#lib/ids.ts'
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

/** Access may end while a client listens, so every event is checked anew. */
const mayHearOf = async (ctx: Ctx, { repositoryId }: Update) =>
  (await ctx.isViewerAlive()) &&
  (await ctx.db.repository.count({
    where: { ...repositoryPolicy.readable(ctx.viewer, 'issues:read'), id: repositoryId },
  })) > 0

builder.subscriptionField('pullRequestUpdated', (t) =>
  t.field({
    type: PullRequestUpdate,
    description:
      'Pull requests of a repository, or of all repositories of an organization, as they change.',
    args: {
      repositoryId: t.arg.globalID({ description: 'Of this repository.' }),
      organizationId: t.arg.globalID({ description: 'Of this organization.' }),
    },
    subscribe: async (_root, { repositoryId, organizationId }, ctx) => {
      if (Boolean(repositoryId) === Boolean(organizationId)) {
        throw new BadUserInput('Give either `repositoryId` or `organizationId`')
      }
      const repository = repositoryId && rowId(repositoryId, 'Repository')
      const organization = organizationId && rowId(organizationId, 'Organization')
      return pipe(
        ctx.subscribe('pull_request.updated'),
        filter(
          async (update) =>
            (update.repositoryId === repository || update.organizationId === organization) &&
            (await mayHearOf(ctx, update)),
        ),
      )
    },
    resolve: (update) => update,
  }),
)
