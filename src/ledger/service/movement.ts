import type { Tx } from '#context.ts'
import type { LedgerTransaction } from '#generated/prisma/client.ts'
import { UnknownTransaction } from '../errors.ts'
import { sumOn, transactionOf } from '../funding.ts'
import { unsettled } from '../unsettled.ts'

type Reader = Pick<Tx, 'db'>

/** What is to be moved between us and a payee, by a transfer or by its reversal. */
export type Movement = Pick<
  LedgerTransaction,
  'id' | 'kind' | 'postedAt' | 'processor' | 'chargeId' | 'originalId'
> &
  Pick<LedgerTransaction, 'pledgeId' | 'subscriptionId' | 'issueRewardId'> & {
    payeeAccountId: string
    /** Cents that the payee gets or gives back; 0 for a reversal of the platform's part alone. */
    amount: bigint
    currency: string
  }

/** What a transfer or reversal moves. Throws UnknownTransaction for anything else. */
export const movementOf = async (tx: Reader, transactionId: string): Promise<Movement> => {
  const found = await transactionOf(tx, transactionId, ['TRANSFER', 'TRANSFER_REVERSAL'])
  const { payeeAccountId, entries } = found
  if (!payeeAccountId) throw new UnknownTransaction(`${transactionId} has no payee`)
  const owed = -sumOn(found, 'PAYABLE')
  const { id, kind, postedAt, processor, chargeId, originalId } = found
  const { pledgeId, subscriptionId, issueRewardId } = found
  return {
    ...{ id, kind, postedAt, processor, chargeId, originalId },
    ...{ pledgeId, subscriptionId, issueRewardId, payeeAccountId },
    amount: owed < 0n ? -owed : owed,
    currency: entries[0]?.currency ?? '',
  }
}

type Page = { payeeAccountId?: string; postedBefore: Date; after?: string; first: number }

/**
 * Transfers and reversals that were posted before a moment and are not settled, the earliest
 * first: of one payee or of all.
 */
export const unsettledBefore = (
  tx: Reader,
  { payeeAccountId, postedBefore, after, first }: Page,
): Promise<Pick<LedgerTransaction, 'id' | 'kind'>[]> =>
  tx.db.ledgerTransaction.findMany({
    where: {
      AND: [unsettled, { payeeAccountId, postedAt: { lt: postedBefore }, id: { gt: after } }],
    },
    select: { id: true, kind: true },
    orderBy: { id: 'asc' },
    take: first,
  })

/**
 * The transfers and reversals of a payee that the processor knows by these ids: its id, and ours.
 * Those that are not settled are not among them.
 */
export const settledAs = async (
  tx: Reader,
  payeeAccountId: string,
  processorIds: string[],
): Promise<Map<string, string>> => {
  const one = { in: processorIds }
  const settlements = await tx.db.ledgerTransaction.findMany({
    where: {
      kind: 'SETTLEMENT',
      payeeAccountId,
      OR: [{ transferId: one }, { transferReversalId: one }],
    },
    select: { originalId: true, transferId: true, transferReversalId: true },
  })
  return new Map(
    settlements.map(({ transferId, transferReversalId, originalId }) => [
      transferId ?? transferReversalId ?? '',
      originalId ?? '',
    ]),
  )
}
