import type { PledgeState, Prisma } from '#generated/prisma/client.ts'

/** Why a share of a pledge is not paid out, in the order in which it is asked. */
export const obstacles = [
  'PLEDGE_NOT_PAID',
  'PLEDGE_DISPUTED',
  'PLEDGE_ENDED',
  'IN_DISPUTE_WINDOW',
  'RECEIVER_NOT_SIGNED_IN',
  'NO_SHARE',
  'NO_ACCOUNT',
  'ACCOUNT_NOT_ACTIVE',
] as const

export type Obstacle = (typeof obstacles)[number]

const account = { select: { id: true, status: true, type: true } } as const

/** What `obstacleOf` needs of a reward. */
export const obstacleSelect = {
  pledge: { select: { state: true, scheduledPayoutAt: true } },
  issueReward: {
    select: {
      shareThousands: true,
      userId: true,
      organizationId: true,
      user: { select: { payoutAccount: account } },
      organization: { select: { payoutAccount: account } },
    },
  },
} as const satisfies Prisma.RewardSelect

type Row = Prisma.RewardGetPayload<{ select: typeof obstacleSelect }>

const obstacleOfState: Record<PledgeState, Obstacle | null> = {
  INITIATED: 'PLEDGE_NOT_PAID',
  CREATED: 'PLEDGE_NOT_PAID',
  PENDING: null,
  DISPUTED: 'PLEDGE_DISPUTED',
  CHARGE_DISPUTED: 'PLEDGE_ENDED',
  REFUNDED: 'PLEDGE_ENDED',
  CANCELLED: 'PLEDGE_ENDED',
}

/** Where the receiver of a share gets their money; null if they have not said. */
export const accountOf = ({ issueReward: { user, organization } }: Row) =>
  (organization ?? user)?.payoutAccount ?? null

/** What keeps a share that is not paid from being paid; null if nothing does. */
export const obstacleOf = (reward: Row, now = new Date()): Obstacle | null => {
  const { pledge, issueReward } = reward
  const ofState = obstacleOfState[pledge.state]
  if (ofState) return ofState
  if (pledge.scheduledPayoutAt && pledge.scheduledPayoutAt > now) return 'IN_DISPUTE_WINDOW'
  if (!issueReward.userId && !issueReward.organizationId) return 'RECEIVER_NOT_SIGNED_IN'
  if (issueReward.shareThousands === 0) return 'NO_SHARE'
  const account = accountOf(reward)
  if (!account) return 'NO_ACCOUNT'
  return account.status === 'ACTIVE' ? null : 'ACCOUNT_NOT_ACTIVE'
}
