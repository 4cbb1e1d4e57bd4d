import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { resendUnsettled, reverseTransfer, sendTransfer } from './jobs.ts'
import * as payouts from './service.ts'

export const workers = [
  implementJob(sendTransfer, async (ctx: Ctx, { transactionId }) => {
    await payouts.send(ctx, transactionId)
  }),
  implementJob(reverseTransfer, async (ctx: Ctx, { transactionId }) => {
    await payouts.reverse(ctx, transactionId)
  }),
  implementJob(resendUnsettled, (ctx: Ctx, payload) => payouts.resend(ctx, payload)),
]
