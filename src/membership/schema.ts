import './schema/membership.ts'
import './schema/sync.ts'
import './schema/install.ts'
