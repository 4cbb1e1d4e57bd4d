export { type Backer, backerOf, backerSelect } from './backer.ts'
export { claimIn, forgetClaimCookie } from './claim-cookie.ts'
export { afterCreation, noteClosed, noteReopened } from './service/activate.ts'
export { adopt, claimPledge } from './service/adopt.ts'
export { createFromIntent } from './service/create-from-intent.ts'
export { createOnCompletion, type Promised } from './service/create-on-completion.ts'
export { reconcileCredited } from './service/credited.ts'
export { dispute, markDisputedByStaff, type Objection } from './service/dispute.ts'
export { followIssue, followRepository, forgetPayer } from './service/follow.ts'
export { createInvoice, sendInvoice } from './service/invoice.ts'
export { markPending } from './service/mark-pending.ts'
export { pay } from './service/pay.ts'
export {
  checkAmount,
  createPaymentIntent,
  type Details,
  updatePaymentIntent,
} from './service/payment-intent.ts'
export { reconcile } from './service/reconcile.ts'
export { type RefundReason, refund } from './service/refund.ts'
export { recomputeSum } from './service/sums.ts'
export { setAnonymous } from './service/update.ts'
export { withdrawInvoice } from './service/withdraw-invoice.ts'
