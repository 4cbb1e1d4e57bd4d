import type { Ctx } from '#context.ts'
import * as ledger from '#ledger/service.ts'
import { within } from '#lib/jobs.ts'
import { resendUnsettled, reverseTransfer, sendTransfer } from '../jobs.ts'

const pageSize = 500
const hourMs = 60 * 60 * 1_000
const spreadSeconds = 600

/**
 * Sends jobs for what should have been moved more than an hour ago and was not, 500 at a time; of one
 * account at once, and what is younger too. Whatever became of earlier jobs, nothing is forgotten.
 */
export const resend = async (
  ctx: Ctx,
  { payoutAccountId, after }: { payoutAccountId?: string; after?: string },
) => {
  const found = await ledger.unsettledBefore(ctx, {
    payeeAccountId: payoutAccountId,
    postedBefore: new Date(Date.now() + (payoutAccountId ? hourMs : -hourMs)),
    after,
    first: pageSize,
  })
  await ctx.transaction(async (tx) => {
    for (const { id, kind } of found) {
      const job = kind === 'TRANSFER' ? sendTransfer : reverseTransfer
      const startAfter = payoutAccountId ? 0 : within(spreadSeconds)
      await tx.jobs.send(job, { transactionId: id }, { startAfter })
    }
    const last = found.at(-1)
    if (found.length < pageSize || !last) return
    await tx.jobs.send(resendUnsettled, { payoutAccountId, after: last.id })
  })
}
