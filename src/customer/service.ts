export { creditOf, portalUrl } from './service/billing.ts'
export { ofOrganization, ofUser, syncEmail } from './service/customer.ts'
export { type Card, createSetupIntent, detach, list } from './service/payment-methods.ts'
