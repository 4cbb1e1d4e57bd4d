import type { Tx } from '#context.ts'
import { Prisma } from '#generated/prisma/client.ts'
import { payAllDue, payDue } from '../jobs.ts'

/** How many pledges one job of the hourly round looks at. */
const pageSize = 500

/** The database's clock and ours may differ: a job that comes too early would do nothing. */
const marginMs = 1_000

/** Has a pledge paid out once it may be; nothing where staff do that. */
const schedule = async (tx: Tx, { id: pledgeId, scheduledPayoutAt }: Pending) => {
  if (tx.config.PAYOUTS === 'manual') return
  const startAfter =
    scheduledPayoutAt === null ? undefined : new Date(scheduledPayoutAt.getTime() + marginMs)
  await tx.jobs.send(payDue, { pledgeId }, { key: pledgeId, startAfter })
}

type Pending = { id: string; scheduledPayoutAt: Date | null }

/** A pledge is pending: what of it is due is paid when the time to object is over. */
export const schedulePledge = async (tx: Tx, pledgeId: string): Promise<void> => {
  const pledge = await tx.db.pledge.findUnique({
    where: { id: pledgeId },
    select: { id: true, scheduledPayoutAt: true },
  })
  if (pledge) await schedule(tx, pledge)
}

/** A receiver can be paid from now on: what waits for them is. */
export const schedulePayments = async (
  tx: Tx,
  receiver: { userId: string } | { organizationId: string },
): Promise<void> => {
  const waiting = await tx.db.pledge.findMany({
    where: {
      state: 'PENDING',
      rewards: { some: { transferId: null, issueReward: receiver } },
    },
    select: { id: true, scheduledPayoutAt: true },
    orderBy: { id: 'asc' },
  })
  for (const pledge of waiting) await schedule(tx, pledge)
}

/** An account can receive money from now on: what waits for its owner is paid. */
export const scheduleForAccount = async (tx: Tx, payoutAccountId: string): Promise<void> => {
  const account = await tx.db.payoutAccount.findUnique({
    where: { id: payoutAccountId },
    select: { userId: true, organizationId: true },
  })
  if (account?.userId) await schedulePayments(tx, { userId: account.userId })
  if (account?.organizationId) {
    await schedulePayments(tx, { organizationId: account.organizationId })
  }
}

/** Pledges of which somebody could be paid now, in the order of their ids. */
const duePledges = ({ db }: Pick<Tx, 'db'>, after: string | undefined): Promise<Pending[]> =>
  db.$queryRaw<Pending[]>(Prisma.sql`
    SELECT pledge.id, pledge.scheduled_payout_at AS "scheduledPayoutAt" FROM pledge
    WHERE pledge.state = 'pending'
      AND (pledge.scheduled_payout_at IS NULL OR pledge.scheduled_payout_at <= now())
      ${after ? Prisma.sql`AND pledge.id > ${after}::uuid` : Prisma.empty}
      AND EXISTS (
        SELECT FROM reward JOIN issue_reward ON issue_reward.id = reward.issue_reward_id
        JOIN payout_account account ON account.user_id = issue_reward.user_id
          OR account.organization_id = issue_reward.organization_id
        WHERE reward.pledge_id = pledge.id AND reward.transfer_id IS NULL
          AND issue_reward.share_thousands > 0 AND account.status = 'active')
    ORDER BY pledge.id LIMIT ${pageSize}`)

/** Sends a job for each pledge of which something is due, and one that goes on if there are more. */
export const scheduleAllDue = async (tx: Tx, after?: string): Promise<void> => {
  if (tx.config.PAYOUTS === 'manual') return
  const due = await duePledges(tx, after)
  for (const pledge of due) await schedule(tx, pledge)
  const last = due.at(-1)
  if (last && due.length === pageSize) await tx.jobs.send(payAllDue, { after: last.id })
}
