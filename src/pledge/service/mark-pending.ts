import type { Tx } from '#context.ts'
import * as issues from '#issue/service.ts'
import { sendInvoice } from '../jobs.ts'

/** How many pledges can be paid out now, after their window. */
const startWindows = async (tx: Tx, issueId: string): Promise<number> => {
  const scheduledPayoutAt = new Date(Date.now() + tx.config.DISPUTE_WINDOW_SECONDS * 1_000)
  const pledges = await tx.db.pledge.updateManyAndReturn({
    where: { issueId, type: 'PAY_UPFRONT', state: 'CREATED' },
    data: { state: 'PENDING', scheduledPayoutAt },
    select: { id: true },
  })
  for (const { id: pledgeId } of pledges) {
    await tx.emit('pledge.updated', { pledgeId, issueId })
    await tx.emit('pledge.pending', { pledgeId, issueId })
  }
  return pledges.length
}

/** How many invoices are on their way. */
const sendInvoices = async (tx: Tx, issueId: string): Promise<number> => {
  const promised = await tx.db.pledge.findMany({
    where: { issueId, type: 'PAY_ON_COMPLETION', state: 'CREATED', invoiceId: null },
    select: { id: true },
  })
  for (const { id } of promised) {
    await tx.jobs.send(sendInvoice, { pledgeId: id }, { key: id })
  }
  return promised.length
}

/**
 * What is due for the pledges of an issue that is solved: those that are paid can be paid out when
 * the time to object is over, those on completion get their invoice. Again, it changes nothing.
 */
export const markPending = async (tx: Tx, issueId: string): Promise<void> => {
  await issues.lockFunding(tx, issueId)
  const count = (await startWindows(tx, issueId)) + (await sendInvoices(tx, issueId))
  if (count > 0) await tx.emit('issue.pledges_pending', { issueId })
}
