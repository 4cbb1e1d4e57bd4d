import './schema/repository-sync.ts'
import './schema/updates.ts'
