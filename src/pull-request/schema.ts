import './schema/pull-request.ts'
import './schema/queries.ts'
import './schema/updates.ts'
