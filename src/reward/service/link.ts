import type { Tx } from '#context.ts'
import { lockLogins } from './confirm.ts'
import { schedulePayments } from './schedule.ts'

/**
 * A person signed in with GitHub: the shares that wait for their login are theirs from now on,
 * whatever becomes of the login, and what is due of them is paid. A share stays as it is where the
 * person has another one of the same issue.
 */
export const linkLogin = async (
  tx: Tx,
  { userId, login }: { userId: string; login: string },
): Promise<void> => {
  await lockLogins(tx, [login])
  const linked = await tx.db.issueReward.updateManyAndReturn({
    where: { githubLogin: login, userId: null, issue: { rewards: { none: { userId } } } },
    data: { userId },
    select: { id: true },
  })
  if (linked.length > 0) await schedulePayments(tx, { userId })
}
