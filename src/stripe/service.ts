export { idOf, isId, of, orLater, orNull, orRefused } from './client.ts'
