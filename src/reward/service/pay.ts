import type { Ctx, Tx } from '#context.ts'
import type { LedgerTransaction, Prisma } from '#generated/prisma/client.ts'
import * as issues from '#issue/service.ts'
import * as ledger from '#ledger/service.ts'
import { type Share, sum } from '#lib/money.ts'
import { sendTransfer } from '#payout/jobs.ts'
import { accountOf, obstacleOf, obstacleSelect } from '../obstacles.ts'
import { nothing, sharesOf } from '../shares.ts'

const receiverSelect = {
  id: true,
  issueRewardId: true,
  transferId: true,
  ...obstacleSelect,
} as const

type Receiver = Prisma.RewardGetPayload<{ select: typeof receiverSelect }>

const issueIdOf = async (tx: Tx, pledgeId: string) => {
  const pledge = await tx.db.pledge.findUnique({
    where: { id: pledgeId },
    select: { issueId: true },
  })
  return pledge?.issueId
}

/**
 * Locks the money of the issue that a pledge is on. A pledge follows its issue to another place:
 * then that one is locked too. Answers with the issue's id; undefined for an unknown pledge.
 */
const lockIssueOf = async (tx: Tx, pledgeId: string): Promise<string | undefined> => {
  const issueId = await issueIdOf(tx, pledgeId)
  if (!issueId) return undefined
  await issues.lockFunding(tx, issueId)
  return (await issueIdOf(tx, pledgeId)) === issueId ? issueId : lockIssueOf(tx, pledgeId)
}

const sharerOf = ({ issueRewardId: id, issueReward: { shareThousands } }: Receiver) => ({
  id,
  shareThousands,
})

/**
 * Those that are not paid, and what each is to get: their part of the whole, whoever is paid first.
 * Where that is not what is held, after a refund between two payouts, they share what is held.
 */
const planOf = async (tx: Tx, pledgeId: string, payment: LedgerTransaction) => {
  const { amount, rewards } = await tx.db.pledge.findUniqueOrThrow({
    where: { id: pledgeId },
    select: { amount: true, rewards: { select: receiverSelect, orderBy: { id: 'asc' } } },
  })
  const { held } = await ledger.fundingOf(tx, payment.id)
  const fee = tx.config.PLATFORM_FEE_BASIS_POINTS
  const unpaid = rewards.filter(({ transferId }) => transferId === null)
  const planned = sharesOf(amount, rewards.map(sharerOf), fee)
  const open = sum(unpaid.map(({ issueRewardId }) => planned.get(issueRewardId)?.gross ?? 0n))
  const shares = open === held ? planned : sharesOf(held, unpaid.map(sharerOf), fee)
  return unpaid.map((reward) => ({ reward, share: shares.get(reward.issueRewardId) ?? nothing }))
}

const pay = async (tx: Tx, payment: LedgerTransaction, reward: Receiver, { net, fee }: Share) => {
  const account = accountOf(reward)
  if (!account) return
  const transfer = await ledger.transfer(tx, {
    key: `reward/${reward.id}`,
    paymentId: payment.id,
    payeeAccountId: account.id,
    amount: net,
    fee,
    feeBasisPoints: tx.config.PLATFORM_FEE_BASIS_POINTS,
    processor: account.type,
    issueRewardId: reward.issueRewardId,
  })
  await tx.db.reward.update({
    where: { id: reward.id },
    data: {
      transferId: transfer.id,
      payoutAccountId: account.id,
      amount: net,
      fee,
      paidAt: new Date(),
    },
  })
  // Open Collective's transfers are in the books alone.
  if (account.type === 'STRIPE') await tx.jobs.send(sendTransfer, { transactionId: transfer.id })
  await tx.emit('reward.paid', { rewardId: reward.id })
}

/**
 * Pays those receivers of a pledge who can be paid, or one of them, and answers with the ids of their
 * rewards. The part of the others stays held. Who would get less than a cent gets nothing.
 */
export const payIn = async (tx: Tx, pledgeId: string, only?: string): Promise<string[]> => {
  const issueId = await lockIssueOf(tx, pledgeId)
  const payment = issueId && (await ledger.paymentOfPledge(tx, pledgeId))
  if (!payment) return []
  const plan = await planOf(tx, pledgeId, payment)
  const due = plan.filter(
    ({ reward, share }) =>
      (!only || reward.id === only) && share.net > 0n && obstacleOf(reward) === null,
  )
  for (const { reward, share } of due) await pay(tx, payment, reward, share)
  return due.map(({ reward }) => reward.id)
}

/**
 * Pays what is due of a pledge: it is pending, the time to object is over, and the receiver has an
 * active account. In one commit, the ledger says that it is owed, the reward that it is paid, and a
 * job goes to Stripe. Again, or at the same time, it does nothing more. Nothing where staff decide.
 */
export const payDue = async (ctx: Ctx, pledgeId: string): Promise<void> => {
  if (ctx.config.PAYOUTS === 'manual') return
  const paid = await ctx.transaction((tx) => payIn(tx, pledgeId))
  ctx.log.info({ pledgeId, paid: paid.length }, 'rewards paid')
}
