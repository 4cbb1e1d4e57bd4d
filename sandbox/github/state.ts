import type { Receiver, Webhooks } from './events/webhooks.ts'
import type { World } from './world.ts'

export type Level = 'read' | 'write' | 'admin'

/** Our App as GitHub knows it. */
export type AppRegistration = {
  id: number
  /** PEM of the key that belongs to the App's private one. */
  publicKey: string
  slug: string
  name?: string
  permissions: Record<string, Level>
  events: string[]
}

/** What does not change while the sandbox runs. */
export type Config = {
  /** Where it is reached, without a slash at the end. */
  url: string
  apiUrl: string
  clientId: string
  clientSecret: string
  callbackUrls: string[]
  app?: AppRegistration
  /** Where the App's webhooks go, and what they are signed with. */
  webhook?: Receiver
}

export type Settings = {
  /** Whether user tokens expire and come with a refresh token ("Activating optional features"). */
  expiringTokens: boolean
  /** Whether a code of somebody without a verified primary address is refused, as GitHub does. */
  refuseUnverifiedEmail: boolean
  /** Requests an hour, of each user or installation, and of those who don't say who they are. */
  rateLimit: number
  anonymousRateLimit: number
  /** Requests that count as made already, by everybody. */
  rateLimitUsed: number
  /** What time it is where something changes, ISO 8601; the real time where it is null. */
  now: string | null
}

/** A sign-in page that was shown and waits for a choice. */
export type Authorization = {
  /** Ties the form to the browser that was shown it. */
  browser: string
  redirectUri: string
  state: string | null
  codeChallenge: string | null
  expiresAt: number
}

export type Code = {
  userId: number
  redirectUri: string
  codeChallenge: string | null
  expiresAt: number
}

/** `expiresAt` in milliseconds, null for never. */
export type UserToken = {
  id: number
  userId: number
  createdAt: number
  expiresAt: number | null
}

export type RefreshToken = { userId: number; accessToken: string; expiresAt: number }

export type InstallationToken = {
  installationId: number
  permissions: Record<string, Level>
  repositoryIds: number[] | null
  expiresAt: number
}

/** How the next requests to some address go wrong. */
export type Failure = {
  /** Start of the path, `/api/v3/user`; the whole of it when `exact`. */
  path: string
  exact?: boolean
  method?: string
  /** How many requests; `always` until it is called off. */
  times: number | 'always'
  /** Without it the request is served after the delay. */
  status?: number
  body?: unknown
  headers?: Record<string, string>
  rateLimit?: { remaining: number; resetInSeconds: number }
  /** GitHub's refusal of too many requests, for this many seconds. */
  limit?: { kind: 'primary' | 'secondary'; seconds: number; status?: 403 | 429 }
  delayMs?: number
  /** Closes the connection without an answer. */
  drop?: boolean
}

export type LoggedRequest = { method: string; path: string; status: number }

export type State = {
  world: World
  settings: Settings
  authorizations: Map<string, Authorization>
  codes: Map<string, Code>
  userTokens: Map<string, UserToken>
  refreshTokens: Map<string, RefreshToken>
  /** Personal access tokens, which know nothing of the App. */
  personalTokens: Map<string, UserToken>
  installationTokens: Map<string, InstallationToken>
  /** Requests made in the current hour, by who made them. */
  usage: Map<string, { used: number; resetsAt: number }>
  failures: Failure[]
  requests: LoggedRequest[]
  /** How often a path was asked for and how it ended, by `GET 200 /path`, without the query. */
  counts: Map<string, number>
}

export type Sandbox = { config: Config; state: State; webhooks: Webhooks }

export const createState = (world: World): State => ({
  world: structuredClone(world),
  settings: {
    expiringTokens: true,
    refuseUnverifiedEmail: true,
    rateLimit: 5000,
    anonymousRateLimit: 60,
    rateLimitUsed: 0,
    now: null,
  },
  authorizations: new Map(),
  codes: new Map(),
  userTokens: new Map(),
  refreshTokens: new Map(),
  personalTokens: new Map(),
  installationTokens: new Map(),
  usage: new Map(),
  failures: [],
  requests: [],
  counts: new Map(),
})
