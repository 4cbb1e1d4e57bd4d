export { of, orLater, orNull, orRefused } from './client.ts'
