import { builder } from '#builder.ts'
import { connectionOf } from '#graphql/connections.ts'
import { loadNodesOf } from '#graphql/nodes.ts'
import { Money } from '#graphql/types.ts'
import { obstacleOf, obstacleSelect, obstacles } from '../obstacles.ts'
import * as policy from '../policy.ts'
import { receiverOf, receiverSelect } from '../receiver.ts'
import { nothing, sharesOf } from '../shares.ts'
import { canSeePledge } from '../visible.ts'
import { RewardReceiver } from './receiver.ts'

/** How far a reward is, for the schema. */
export const RewardState = builder.enumType('RewardState', {
  description: 'How far a reward is.',
  values: {
    PENDING: { description: 'The receiver has yet to get it.' },
    PAID: { description: 'The receiver has earned it: it is in their balance.' },
  } as const,
})

const descriptions: Record<(typeof obstacles)[number], string> = {
  PLEDGE_NOT_PAID: 'The backer has yet to pay what they promised.',
  PLEDGE_DISPUTED: 'The backer objects to the payout.',
  PLEDGE_ENDED: 'The backer has their money back.',
  IN_DISPUTE_WINDOW: 'The backer may still object to the payout.',
  RECEIVER_NOT_SIGNED_IN: 'Nobody has signed in here with the login that the share is for.',
  NO_SHARE: 'The share is nothing.',
  NO_ACCOUNT: 'The receiver has not said where they receive money. It is held for them.',
  ACCOUNT_NOT_ACTIVE: 'The receiver’s account can’t receive money yet. It is held for them.',
}

const RewardObstacle = builder.enumType('RewardObstacle', {
  description: 'Why a reward is not paid.',
  values: Object.fromEntries(
    obstacles.map((obstacle) => [obstacle, { description: descriptions[obstacle] }]),
  ) as Record<(typeof obstacles)[number], { description: string }>,
})

/** A reward, for the schema. */
export const Reward = builder.prismaNode('Reward', {
  id: { field: 'id' },
  select: { id: true, pledgeId: true },
  findUnique: (id, ctx) => ({ id, AND: [policy.readable(ctx.viewer)] }),
  description:
    'What one receiver gets of one pledge. The receiver sees it, members of an organization that ' +
    'receives, and admins of the issue’s organization.',
  fields: (t) => ({
    createdAt: t.expose('createdAt', { type: 'DateTime', description: 'When it was promised.' }),
    state: t.field({
      type: RewardState,
      description: 'Whether the receiver has got it.',
      select: { transferId: true },
      resolve: ({ transferId }) => (transferId === null ? 'PENDING' : 'PAID'),
    }),
    amount: t.field({
      type: Money,
      description:
        'What the receiver got, without the platform’s part; until then what they are to get of ' +
        'the pledge as it is now.',
      select: {
        id: true,
        amount: true,
        pledge: { select: { amount: true } },
        issueReward: {
          select: {
            id: true,
            issue: { select: { rewards: { select: { id: true, shareThousands: true } } } },
          },
        },
      },
      resolve: ({ amount, pledge, issueReward: { id, issue } }, _args, { config }) => {
        if (amount !== null) return { amount }
        const shares = sharesOf(pledge.amount, issue.rewards, config.PLATFORM_FEE_BASIS_POINTS)
        return { amount: (shares.get(id) ?? nothing).net }
      },
    }),
    platformFee: t.field({
      type: Money,
      nullable: true,
      description: 'What the platform kept of the share; null until it is paid.',
      select: { fee: true },
      resolve: ({ fee }) => (fee === null ? null : { amount: fee }),
    }),
    paidAt: t.expose('paidAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When the receiver got it; null until then.',
    }),
    blockedBy: t.field({
      type: RewardObstacle,
      nullable: true,
      description:
        'Why it is not paid. Null once it is; and where nothing is in the way: then it is paid ' +
        'within the hour, or when staff decide.',
      select: { transferId: true, ...obstacleSelect },
      resolve: (reward) => (reward.transferId === null ? obstacleOf(reward) : null),
    }),
    share: t.int({
      description: 'The receiver’s part of the pledge, of 1000.',
      select: { issueReward: { select: { shareThousands: true } } },
      resolve: ({ issueReward }) => issueReward.shareThousands,
    }),
    receiver: t.field({
      type: RewardReceiver,
      description: 'Who gets it.',
      select: { issueReward: { select: receiverSelect } },
      resolve: ({ issueReward }) => receiverOf(issueReward),
    }),
    issueReward: t.relation('issueReward', {
      description: 'The receiver’s share of all pledges on the issue.',
    }),
    pledge: t.relation('pledge', {
      nullable: true,
      description: 'Which pledge it is of; null if you may not see it.',
      authScopes: ({ pledgeId }, _args, ctx) => canSeePledge(ctx, pledgeId),
      unauthorizedResolver: () => null,
    }),
  }),
})

loadNodesOf('Reward', (query, ids, ctx) =>
  ctx.db.reward.findMany({
    ...query,
    where: { AND: [policy.readable(ctx.viewer), { id: { in: ids } }] },
  }),
)

/** A page of rewards. */
export const RewardConnection = connectionOf(Reward)
