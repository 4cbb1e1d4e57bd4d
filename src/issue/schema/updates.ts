import { builder } from '#builder.ts'
import { accessByRepository, updatesIn } from '#graphql/updates.ts'
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

const access = accessByRepository((viewer, repository) =>
  repositoryPolicy.canRead(viewer, repository, 'issues:read'),
)

builder.subscriptionField('issueUpdated', (t) =>
  t.field({
    type: IssueUpdate,
    description:
      'Issues of a repository, or of all repositories of an organization, as they change.',
    args: {
      repositoryId: t.arg.globalID({ description: 'Of this repository.' }),
      organizationId: t.arg.globalID({ description: 'Of this organization.' }),
    },
    subscribe: (_root, place) => updatesIn('issue.updated', place, access),
    resolve: (update) => update,
  }),
)
