import { defineDomain } from '#domain.ts'
import { workers } from './workers.ts'

export const stripe = defineDomain({ name: 'stripe', schema: () => import('./schema.ts'), workers })
