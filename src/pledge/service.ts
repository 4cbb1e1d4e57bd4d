export { afterCreation, noteClosed, noteReopened } from './service/activate.ts'
export { markPending } from './service/mark-pending.ts'
export { reconcile } from './service/reconcile.ts'
export { recomputeSum } from './service/sums.ts'
