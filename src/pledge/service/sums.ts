import type { Tx } from '#context.ts'
import * as issues from '#issue/service.ts'
import { activeStates } from '../states.ts'

/** Notes on an issue, whose funding is locked, what its active pledges sum to. Cents. */
export const recomputeSum = async (tx: Tx, issueId: string): Promise<void> => {
  const { _sum } = await tx.db.pledge.aggregate({
    where: { issueId, state: { in: [...activeStates] } },
    _sum: { amount: true },
  })
  await issues.setPledgedSum(tx, issueId, _sum.amount ?? 0n)
}
