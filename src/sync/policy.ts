export { canWrite as canSync, readable } from '#repository/policy.ts'
