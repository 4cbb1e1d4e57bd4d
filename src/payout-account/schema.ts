import './schema/payout-account.ts'
import './schema/mutations.ts'
