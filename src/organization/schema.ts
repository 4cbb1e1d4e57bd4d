import './schema/organization.ts'
import './schema/queries.ts'
import './schema/update.ts'
import './schema/updates.ts'
