import { defineDomain } from '#domain.ts'
import { routes } from './routes.ts'

export const mail = defineDomain({ name: 'mail', routes })
