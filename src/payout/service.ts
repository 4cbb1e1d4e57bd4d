export { reverse, send } from './service/move.ts'
export { type PayoutAtStripe, record, recordFailure } from './service/record.ts'
export { resend } from './service/resend.ts'
export { type ManualPayout, recordManual, writeOff } from './service/staff.ts'
