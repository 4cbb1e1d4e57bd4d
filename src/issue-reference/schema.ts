import './schema/reference.ts'
