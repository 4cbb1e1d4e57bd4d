import type { Webhooks } from './events/webhooks.ts'
import { type Account, type Books, emptyBooks } from './tables.ts'

/** What does not change while the sandbox runs. */
export type Config = {
  /** Where it is reached, without a slash at the end. */
  url: string
  secretKey: string
  publishableKey: string
}

export type Settings = {
  /** What time it is, in seconds; the real time where it is null. */
  now: number | null
  /** How many units of a currency there are for one US dollar. */
  rates: Record<string, number>
  /** Percent that automatic tax adds, by country. */
  taxRates: Record<string, number>
  /** Days until what a charge brought can be paid out. */
  availableAfterDays: number
  /** Whether a reversal may take more from an account than it has. */
  mayOverdraw: boolean
  /** After how long a webhook that failed is tried again, each time once. */
  retryDelaysMs: number[]
}

/** How the next requests to some address go wrong. */
export type Failure = {
  /** Start of the path, `/v1/refunds`; the whole of it when `exact`. */
  path: string
  exact?: boolean
  method?: string
  /** How many fitting requests go well before. */
  skip: number
  /** How many requests; `always` until it is called off. */
  times: number | 'always'
  status?: number
  /** Of Stripe's error: what it says beside a status. */
  code?: string
  message?: string
  headers?: Record<string, string>
  delayMs?: number
  /** Closes the connection without an answer. */
  drop?: boolean
  /** Does what is asked for first: only the answer is lost. */
  served?: boolean
}

export type LoggedRequest = {
  method: string
  path: string
  status: number
  idempotencyKey: string | null
}

/** What a key was first used for, and what came of it; no answer while it is being worked on. */
export type KeyUse = {
  request: string
  createdAt: number
  requestId: string
  answer: { status: number; body: unknown } | null
}

/** A link that was given to somebody: where it leads back to, until when it works (seconds). */
export type Link = { account: string; back: string; refresh: string; expiresAt: number }

/** A webhook on its way: which event, to whom, and how often that failed. */
export type Sending = { account: string; event: string; endpoint: string; failures: number }

export type State = {
  /** By account, the platform's own first. */
  books: Map<string, Books>
  settings: Settings
  keys: Map<string, KeyUse>
  links: Map<string, Link>
  /** Ids of the endpoints that are told of connected accounts, not of the platform. */
  connectEndpoints: Set<string>
  /** By event and endpoint. */
  undelivered: Map<string, Sending>
  /** The number of the last invoice. */
  lastInvoice: number
  failures: Failure[]
  requests: LoggedRequest[]
  /** How often a path was asked for and how it ended, by `GET 200 /path`, without the query. */
  counts: Map<string, number>
}

export type Sandbox = { config: Config; state: State; webhooks: Webhooks }

export const platformId = 'acct_1SandboxPlatform00'

/** The account that the keys belong to. */
const platform: Account = {
  id: platformId,
  object: 'account',
  business_type: 'company',
  charges_enabled: true,
  country: 'US',
  created: 1_704_067_200,
  default_currency: 'usd',
  details_submitted: true,
  email: 'platform@example.com',
  metadata: {},
  payouts_enabled: true,
  type: 'standard',
}

const settings: Settings = {
  now: null,
  rates: { usd: 1, eur: 0.9, gbp: 0.8, sek: 10, chf: 0.9, cad: 1.35, aud: 1.5, jpy: 1.5 },
  taxRates: { AT: 20, DE: 19, FR: 20, GB: 20, SE: 25 },
  availableAfterDays: 2,
  mayOverdraw: false,
  retryDelaysMs: [1_000, 5_000, 30_000, 300_000],
}

export const createState = (): State => {
  const books = emptyBooks()
  books.accounts.set(platformId, { ...platform })
  return {
    books: new Map([[platformId, books]]),
    settings: structuredClone(settings),
    keys: new Map(),
    links: new Map(),
    connectEndpoints: new Set(),
    undelivered: new Map(),
    lastInvoice: 0,
    failures: [],
    requests: [],
    counts: new Map(),
  }
}
