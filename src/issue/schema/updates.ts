import { filter, pipe } from 'graphql-yoga'
import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import { BadUserInput } from '#lib/errors.ts'
import { rowId } from '#lib/ids.ts'
import * as repositoryPolicy from '#repository/policy.ts'
import * as policy from '../policy.ts'
import type { IssueTopics } from '../signals.ts'

type Update = IssueTopics['issue.updated']

const IssueUpdate = builder.objectRef<Update>('IssueUpdate').implement({
  description:
    'Tells that an issue is new, changed or deleted. Nothing is told of what happened while a ' +
    'client was away: after connecting again, ask for the state as it is.',
  fields: (t) => ({
    issueId: t.globalID({
      description: 'Which issue.',
      resolve: ({ issueId }) => ({ type: 'Issue', id: issueId }),
    }),
    issue: t.prismaField({
      type: 'Issue',
      nullable: true,
      description: 'The issue as it is now; null once it is deleted.',
      resolve: (query, { issueId }, _args, ctx) =>
        ctx.db.issue.findFirst({
          ...query,
          where: { ...policy.readable(ctx.viewer), id: issueId },
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

builder.subscriptionField('issueUpdated', (t) =>
  t.field({
    type: IssueUpdate,
    description:
      'Issues of a repository, or of all repositories of an organization, as they change.',
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
        ctx.subscribe('issue.updated'),
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
