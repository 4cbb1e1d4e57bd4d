import { builder } from '#builder.ts'
import type { Ctx } from '#context.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import { forStaff } from '#graphql/staff.ts'
import { BadUserInput } from '#lib/errors.ts'
import { rowId } from '#lib/ids.ts'
import { personOf } from '#lib/viewer.ts'
import * as policy from '../policy.ts'
import { RewardConnection, RewardState } from './reward.ts'

type State = 'PENDING' | 'PAID'

const inState = (state: State | null | undefined): Prisma.RewardWhereInput => {
  if (!state) return {}
  return { transferId: state === 'PENDING' ? null : { not: null } }
}

const newestFirst: Prisma.RewardOrderByWithRelationInput[] = [{ createdAt: 'desc' }, { id: 'desc' }]

type GlobalId = { typename: string; id: string }

type Search = {
  issueId?: GlobalId | null
  organizationId?: GlobalId | null
  receiverUserId?: GlobalId | null
  receiverOrganizationId?: GlobalId | null
  state?: State | null
}

const whereOf = (search: Search, { viewer }: Ctx): Prisma.RewardWhereInput => {
  const { issueId, organizationId, receiverUserId, receiverOrganizationId, state } = search
  if (!issueId && !organizationId && !receiverUserId && !receiverOrganizationId) {
    throw new BadUserInput('Say which rewards: of an issue, an organization’s issues, a receiver')
  }
  return {
    AND: [policy.readable(viewer), inState(state)],
    issueReward: {
      ...(issueId && { issueId: rowId(issueId, 'Issue') }),
      ...(organizationId && {
        issue: { organizationId: rowId(organizationId, 'Organization') },
      }),
      ...(receiverUserId && { userId: rowId(receiverUserId, 'User') }),
      ...(receiverOrganizationId && {
        organizationId: rowId(receiverOrganizationId, 'Organization'),
      }),
    },
  }
}

builder.queryField('rewards', (t) =>
  t.prismaConnection(
    {
      type: 'Reward',
      cursor: 'id',
      authScopes: { scope: 'payouts:read' },
      description:
        'Rewards that you may see, the latest first. At least one of the four ids is needed; of ' +
        'several, all hold.',
      args: {
        issueId: t.arg.globalID({ description: 'Only for this issue.' }),
        organizationId: t.arg.globalID({ description: 'Only for issues of this organization.' }),
        receiverUserId: t.arg.globalID({ description: 'Only those that this person receives.' }),
        receiverOrganizationId: t.arg.globalID({
          description: 'Only those that this organization receives.',
        }),
        state: t.arg({ type: RewardState, description: 'Only in this state.' }),
      },
      totalCount: (_root, args, ctx) => ctx.db.reward.count({ where: whereOf(args, ctx) }),
      resolve: (query, _root, args, ctx) =>
        ctx.db.reward.findMany({ ...query, where: whereOf(args, ctx), orderBy: newestFirst }),
    },
    RewardConnection,
  ),
)

const ownWhere = ({ state }: { state?: State | null }, ctx: Ctx): Prisma.RewardWhereInput => ({
  AND: [policy.readable(ctx.viewer), inState(state)],
  issueReward: { userId: personOf(ctx).userId },
})

builder.objectField('Viewer', 'rewards', (t) =>
  t.prismaConnection(
    {
      type: 'Reward',
      cursor: 'id',
      authScopes: { scope: 'payouts:read' },
      description: 'What you receive, the latest first.',
      args: { state: t.arg({ type: RewardState, description: 'Only in this state.' }) },
      totalCount: (_viewer, args, ctx) => ctx.db.reward.count({ where: ownWhere(args, ctx) }),
      resolve: (query, _viewer, args, ctx) =>
        ctx.db.reward.findMany({ ...query, where: ownWhere(args, ctx), orderBy: newestFirst }),
    },
    RewardConnection,
  ),
)

const unpaidWhere = ({ viewer }: Ctx): Prisma.RewardWhereInput => ({
  AND: [policy.readable(viewer), { transferId: null, pledge: { state: 'PENDING' } }],
})

builder.queryField('unpaidRewards', (t) =>
  t.prismaConnection(
    {
      type: 'Reward',
      cursor: 'id',
      ...forStaff,
      description:
        'Rewards of pledges that can be paid out, which are not paid, the latest first. `blockedBy` ' +
        'says why. For staff.',
      totalCount: (_root, _args, ctx) => ctx.db.reward.count({ where: unpaidWhere(ctx) }),
      resolve: (query, _root, _args, ctx) =>
        ctx.db.reward.findMany({ ...query, where: unpaidWhere(ctx), orderBy: newestFirst }),
    },
    RewardConnection,
  ),
)
