export { changeBadgeOf } from './change.ts'
export { react, readdress } from './events.ts'
export { begin, start, takeStep } from './runs.ts'
