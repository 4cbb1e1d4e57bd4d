import type * as router from '../lib/router.ts'
import type { Sandbox } from './state.ts'

export { dispatch, route } from '../lib/router.ts'

export type Handle = router.Handle<Sandbox>
export type Route = router.Route<Sandbox>
