import './schema/repository.ts'
import './schema/queries.ts'
