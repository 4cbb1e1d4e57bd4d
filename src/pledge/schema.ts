import './schema/pledge.ts'
import './schema/lists.ts'
