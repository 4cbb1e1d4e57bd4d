import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import * as policy from '../policy.ts'
import { receiverOf, receiverSelect } from '../receiver.ts'
import { canSeeIssue } from '../visible.ts'
import { RewardReceiver } from './receiver.ts'

const IssueReward = builder.prismaNode('IssueReward', {
  id: { field: 'id' },
  select: { id: true, issueId: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.issueRewardReadable(ctx.viewer)] }),
  description:
    'What part of every pledge on an issue a receiver gets. Who may see the issue sees it, and the ' +
    'receiver.',
  fields: (t) => ({
    share: t.exposeInt('shareThousands', { description: 'The part, of 1000: 100 are 10 %.' }),
    receiver: t.field({
      type: RewardReceiver,
      description: 'Who gets it.',
      select: receiverSelect,
      resolve: receiverOf,
    }),
    isReceiverKnown: t.boolean({
      description: 'Whether the receiver is an organization, or a person who has signed in here.',
      select: { userId: true, organizationId: true },
      resolve: ({ userId, organizationId }) => userId !== null || organizationId !== null,
    }),
    user: t.relation('user', {
      nullable: true,
      description: 'The person who gets it; null for an organization, or until they sign in.',
    }),
    organization: t.relation('organization', {
      nullable: true,
      description: 'The organization that gets it; null for a person.',
    }),
    issue: t.relation('issue', {
      nullable: true,
      description: 'What was solved; null if you may not see it.',
      authScopes: ({ issueId }, _args, ctx) => canSeeIssue(ctx, issueId),
      unauthorizedResolver: () => null,
    }),
  }),
})

loadNodesOf('IssueReward', (query, ids, ctx) =>
  ctx.db.issueReward.findMany({
    ...query,
    where: { AND: [policy.issueRewardReadable(ctx.viewer), { id: { in: ids } }] },
  }),
)

builder.prismaObjectField('Issue', 'rewards', (t) =>
  t.relatedConnection(
    'rewards',
    {
      cursor: 'id',
      totalCount: true,
      description:
        'Receivers with their parts of every pledge on the issue, the largest part first; none ' +
        'until the issue is confirmed as solved.',
      query: { orderBy: [{ shareThousands: 'desc' }, { id: 'asc' }] },
    },
    connectionOf(IssueReward),
  ),
)
