import './schema/fields.ts'
import './schema/mutations.ts'
