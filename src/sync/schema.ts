import './schema/repository-sync.ts'
import './schema/updates.ts'
import './schema/mutations.ts'
