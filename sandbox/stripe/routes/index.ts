import type { Route } from '../../lib/router.ts'
import type { Asked } from '../endpoint.ts'
import { customers } from './customers.ts'
import { events } from './events.ts'

/** The API, address by address. */
export const routes: Route<Asked>[] = [...customers, ...events]
