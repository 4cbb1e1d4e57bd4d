import './schema/balance.ts'
import './schema/statement.ts'
import './schema/staff.ts'
