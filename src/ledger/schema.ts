import './schema/trial-balance.ts'
import './schema/transaction.ts'
