export { reverse, send } from './service/move.ts'
export { record, recordFailure } from './service/record.ts'
export { resend } from './service/resend.ts'
