export { isId, of, orLater, orNull, orRefused } from './client.ts'
