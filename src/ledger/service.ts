export * as accounts from './accounts.ts'
export { faultsOf } from './check.ts'
export { fundingOf } from './funding.ts'
export { undoWriteOff, type WriteOffInput, writeOff, writeOffOf } from './service/adjustment.ts'
export { check } from './service/check.ts'
export {
  countSteps,
  type FundStep,
  type FundTotals,
  noFunds,
  stepsByIds,
  stepsOf,
  totalsOf,
} from './service/funds.ts'
export { type Movement, movementOf, settledAs, unsettledBefore } from './service/movement.ts'
export {
  type PaymentInput,
  payment,
  paymentOfCharge,
  paymentOfPledge,
} from './service/payment.ts'
export { type PayoutInput, payout, payoutsOf } from './service/payout.ts'
export { post } from './service/post.ts'
export { balanceOf, type StatementLine, statementOf, trialBalance } from './service/read.ts'
export {
  type PayeeBalance,
  type PayeeLine,
  payeeBalances,
  type ReceiverLine,
  type ReceiverPage,
  receiverCounts,
  receiverLines,
  receiverView,
  receiverViews,
} from './service/receiver.ts'
export {
  type DisputeInput,
  dispute,
  type Part,
  type RefundInput,
  type ReinstatementInput,
  refund,
  reinstate,
} from './service/return.ts'
export {
  type SettlementInput,
  settle,
  settlementOf,
  type TransferInput,
  transfer,
} from './service/transfer.ts'
export { platformBalance, platformView } from './service/views.ts'
