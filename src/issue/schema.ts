import './schema/parts.ts'
import './schema/issue.ts'
import './schema/queries.ts'
import './schema/updates.ts'
