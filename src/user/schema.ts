import './schema/user.ts'
import './schema/viewer.ts'
import './schema/mutations.ts'
