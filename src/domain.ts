import type { Ctx } from './context.ts'
import type { Route } from './lib/http.ts'
import type { Worker } from './lib/jobs.ts'
import type { Handlers } from './signals.ts'

/** What a domain may bring; only its name is compulsory. */
export type Domain = {
  name: string
  /** Registers the domain's GraphQL types; imported only where GraphQL is served. */
  schema?: () => Promise<unknown>
  /** What it does when another domain signals. */
  handlers?: Handlers
  /** How its jobs are done. */
  workers?: Worker<Ctx>[]
  /** Its plain HTTP routes. */
  routes?: Route<Ctx>[]
}

export const defineDomain = (domain: Domain): Domain => domain
