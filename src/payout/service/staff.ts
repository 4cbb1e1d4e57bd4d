import type { Tx } from '#context.ts'
import { AlreadyPaidOut, UnknownTransaction } from '#ledger/errors.ts'
import * as ledger from '#ledger/service.ts'
import { fingerprintOf } from '#lib/fingerprint.ts'
import { NotWrittenOff, TransferNotFound, TransferPaidOut } from '../errors.ts'
import { lockMovement } from './move.ts'

export type ManualPayout = {
  payoutAccountId: string
  /** The transfers and reversals that it pays, by their ids in the ledger. */
  transactionIds: string[]
}

/**
 * We have sent a collective at Open Collective what it has earned: books it. The same transfers
 * again answer with the first payout. Throws TransferNotFound for what is not the account's or is
 * paid by Stripe, and TransferPaidOut. Answers with the payout's id in the ledger.
 */
export const recordManual = async (
  tx: Tx,
  { payoutAccountId, transactionIds }: ManualPayout,
): Promise<string> => {
  const pays = [...new Set(transactionIds)].sort()
  try {
    const { id } = await ledger.payout(tx, {
      key: `payout/open-collective/${fingerprintOf({ payoutAccountId, pays })}`,
      processor: 'OPEN_COLLECTIVE',
      payeeAccountId: payoutAccountId,
      pays,
    })
    return id
  } catch (error) {
    if (error instanceof UnknownTransaction) throw new TransferNotFound(['input', 'transactionIds'])
    if (error instanceof AlreadyPaidOut) throw new TransferPaidOut()
    throw error
  }
}

/** A reversal that its payee still owes. Throws NotWrittenOff for any other. */
const outstanding = async (tx: Tx, transactionId: string): Promise<ledger.Movement> => {
  const movement = await ledger.movementOf(tx, transactionId).catch((error) => {
    if (error instanceof UnknownTransaction) throw new NotWrittenOff('There is no such reversal')
    throw error
  })
  const { kind, processor, amount, originalId } = movement
  if (kind !== 'TRANSFER_REVERSAL' || processor !== 'STRIPE' || amount === 0n) {
    throw new NotWrittenOff('It takes nothing back from a payee at Stripe')
  }
  if (await ledger.settlementOf(tx, transactionId)) {
    throw new NotWrittenOff('Stripe has taken it back')
  }
  if (!(await ledger.settlementOf(tx, originalId ?? ''))) {
    throw new NotWrittenOff('Its transfer was never sent: nothing has to come back')
  }
  return movement
}

/**
 * The platform bears what a payee has to give back and can't: the reversal is not tried any more.
 * Should the money come back after all, this is undone by itself. Throws NotWrittenOff. Answers with
 * the write-off's id in the ledger.
 */
export const writeOff = async (
  tx: Tx,
  { transactionId, note }: { transactionId: string; note: string },
): Promise<string> => {
  await lockMovement(tx, transactionId)
  const { payeeAccountId, amount, currency } = await outstanding(tx, transactionId)
  const key = `write-off/${transactionId}`
  const before = await tx.db.ledgerTransaction.findUnique({ where: { key } })
  if (before) throw new NotWrittenOff('It was written off before')
  const { id } = await ledger.writeOff(tx, {
    ...{ key, payeeAccountId, amount, currency, note },
    originalId: transactionId,
  })
  return id
}
