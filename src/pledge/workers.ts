import type { Ctx } from '#context.ts'
import { implementJob } from '#lib/jobs.ts'
import { reconcilePayment, sendInvoice, withdrawInvoice } from './jobs.ts'
import * as pledges from './service.ts'

export const workers = [
  implementJob(reconcilePayment, (ctx: Ctx, { paymentIntentId }) =>
    pledges.reconcile(ctx, paymentIntentId),
  ),
  implementJob(sendInvoice, (ctx: Ctx, { pledgeId }) => pledges.sendInvoice(ctx, pledgeId)),
  implementJob(withdrawInvoice, (ctx: Ctx, { pledgeId }) => pledges.withdrawInvoice(ctx, pledgeId)),
]
