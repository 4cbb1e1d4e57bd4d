import { existsSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import { z } from 'zod'
import { parseNetworks } from './http/proxies.ts'
import { parseOrigins } from './http/sites.ts'
import { parseKeys } from './lib/crypto.ts'
import { messageOf } from './lib/errors.ts'
import { parseLimitChanges } from './lib/rate-limits.ts'
import { faultInWords } from './lib/setting-faults.ts'

/** Secrets that serve development only; production refuses them. */
const developmentSecrets = {
  SECRET: 'development-secret-that-everybody-knows',
  ENCRYPTION_KEYS: `development:${Buffer.alloc(32).toString('base64')}`,
  GITHUB_WEBHOOK_SECRET: 'development-webhook-secret',
  STRIPE_WEBHOOK_SECRET: 'whsec_development',
  STRIPE_CONNECT_WEBHOOK_SECRET: 'whsec_development_connect',
} as const

/** The names of settings that are secrets of one's own in production. */
export const secretNames = Object.keys(developmentSecrets) as (keyof typeof developmentSecrets)[]

const url = (protocols: string[]) =>
  z.url({
    protocol: new RegExp(`^(${protocols.join('|')})$`),
    error: `must be an address that begins with ${protocols.map((name) => `${name}://`).join(' or ')}`,
  })

/** A transformation of a setting's text; what `parse` throws is the setting's fault. */
const parsed =
  <Value>(parse: (text: string) => Value) =>
  (text: string, check: z.RefinementCtx) => {
    try {
      return parse(text)
    } catch (error) {
      check.addIssue({ code: 'custom', message: messageOf(error) })
      return z.NEVER
    }
  }

/** GitHub logins, which compare without case. */
const toLogins = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .toLowerCase()
      .split(/[\s,]+/)
      .filter(Boolean),
  )

/** A budget of cost; the database counts it in 32 bits. */
const cost = z.coerce.number().int().min(1).max(2_000_000_000)

const limit = (standard: number) => z.coerce.number().int().min(1).default(standard)

/** What one GraphQL request may ask for: docs/graphql.md says what each counts. */
const graphqlLimits = {
  GRAPHQL_MAX_BODY_BYTES: limit(1_000_000),
  GRAPHQL_MAX_DOCUMENT_BYTES: limit(100_000),
  GRAPHQL_MAX_TOKENS: limit(4_000),
  GRAPHQL_MAX_NESTING: limit(100),
  GRAPHQL_MAX_FRAGMENTS: limit(250),
  GRAPHQL_MAX_FIELDS: limit(500),
  GRAPHQL_MAX_ROOT_FIELDS: limit(20),
  GRAPHQL_MAX_ALIASES: limit(50),
  GRAPHQL_MAX_DIRECTIVES: limit(50),
  GRAPHQL_MAX_DEPTH: limit(16),
  GRAPHQL_MAX_NODES: limit(5_000),
  GRAPHQL_MAX_COST: limit(50_000),
  GRAPHQL_MAX_ANSWER_BYTES: limit(10_000_000),
  GRAPHQL_DOCUMENT_CACHE_BYTES: limit(20_000_000),
}

/** What runs at once, waits and is searched: docs/operations.md says what each bounds. */
const workLimits = {
  ANSWER_MEMORY_BYTES: z.coerce.number().int().min(1_000_000).default(100_000_000),
  BODY_MEMORY_BYTES: z.coerce.number().int().min(1_000_000).default(100_000_000),
  DATABASE_CONNECTIONS: limit(10),
  DATABASE_WAIT_SECONDS: limit(5),
  WEBHOOK_CONNECTIONS: limit(4),
  WEBHOOKS_WAITING: limit(200),
  WEBHOOK_WAIT_SECONDS: limit(8),
  OPERATIONS_PER_CLIENT: limit(8),
  OPERATIONS_WAITING_PER_CLIENT: limit(32),
  OPERATION_STATEMENTS: limit(4),
  OPERATION_TIMEOUT_SECONDS: limit(10),
  MUTATION_TIMEOUT_SECONDS: limit(30),
  SEARCH_WORDS: limit(8),
  SEARCH_PREFIX_CHARACTERS: limit(3),
  SEARCH_MATCHES: limit(1_000),
}

const settings = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8000),
  PUBLIC_URL: url(['http', 'https']).optional(),
  DATABASE_URL: url(['postgres', 'postgresql']).optional(),
  REDIS_URL: url(['redis', 'rediss']).optional(),
  READINESS_SECONDS: z.coerce.number().positive().max(60).default(5),
  FRONTEND_URL: url(['http', 'https']).optional(),
  ALLOWED_ORIGINS: z.string().default('').transform(parsed(parseOrigins)),
  TRUSTED_PROXIES: z.string().default('').transform(parsed(parseNetworks)),
  SECRET: z.string().min(32).default(developmentSecrets.SECRET),
  ENCRYPTION_KEYS: z
    .string()
    .default(developmentSecrets.ENCRYPTION_KEYS)
    .transform(parsed(parseKeys)),
  STAFF: z.string().default('').transform(toLogins),
  GITHUB_APP_ID: z.coerce.number().int().positive().optional(),
  GITHUB_APP_PRIVATE_KEY: z
    .string()
    .transform((key) => key.replaceAll('\\n', '\n'))
    .pipe(z.string().regex(/^-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'must be a PEM private key'))
    .optional(),
  GITHUB_CLIENT_ID: z.string().optional(),
  GITHUB_CLIENT_SECRET: z.string().optional(),
  GITHUB_WEBHOOK_SECRET: z.string().min(8).default(developmentSecrets.GITHUB_WEBHOOK_SECRET),
  GITHUB_TOKEN: z.string().optional(),
  GITHUB_API_URL: url(['http', 'https']).default('https://api.github.com'),
  GITHUB_BADGES: z.enum(['on', 'off']).default('on'),
  STRIPE_SECRET_KEY: z.string().startsWith('sk_').optional(),
  STRIPE_PUBLISHABLE_KEY: z.string().startsWith('pk_').optional(),
  STRIPE_WEBHOOK_SECRET: z.string().min(8).default(developmentSecrets.STRIPE_WEBHOOK_SECRET),
  STRIPE_CONNECT_WEBHOOK_SECRET: z
    .string()
    .min(8)
    .default(developmentSecrets.STRIPE_CONNECT_WEBHOOK_SECRET),
  STRIPE_API_URL: url(['http', 'https']).default('https://api.stripe.com'),
  OPEN_COLLECTIVE_API_URL: url(['http', 'https']).default(
    'https://api.opencollective.com/graphql/v2',
  ),
  OPEN_COLLECTIVE_TOKEN: z.string().optional(),
  PLATFORM_FEE_BASIS_POINTS: z.coerce.number().int().min(0).max(10_000).default(1_000),
  PAYOUTS: z.enum(['automatic', 'manual']).default('automatic'),
  DISPUTE_WINDOW_SECONDS: z.coerce
    .number()
    .int()
    .min(0)
    .default(7 * 24 * 60 * 60),
  SMTP_URL: url(['smtp', 'smtps']).optional(),
  MAIL_FROM: z
    .string()
    .regex(
      /^(?:[^<>\p{Cc}]*<[^\s<>@,\p{Cc}]+@[\w.-]+>|[^\s<>@,\p{Cc}]+@[\w.-]+)$/u,
      'must be an address, such as Polar <notifications@example.org>',
    )
    .default('Polar <notifications@polar.localhost>'),
  INTROSPECTION: z.enum(['on', 'off']).default('on'),
  GRAPHIQL: z.enum(['on', 'off']).default('on'),
  METRICS_TOKEN: z.string().min(16).optional(),
  RATE_LIMIT_SIGNED_IN: cost.default(12_000_000),
  RATE_LIMIT_SIGNED_OUT: cost.default(6_000_000),
  RATE_LIMIT_DOCUMENT_BYTES: cost.default(20_000_000),
  RATE_LIMIT_WINDOW_SECONDS: z.coerce.number().int().min(1).max(86_400).default(300),
  ACTION_LIMITS: z.string().default('').transform(parsed(parseLimitChanges)),
  LIVE_STREAMS: z.coerce.number().int().min(1).default(10_000),
  LIVE_STREAMS_PER_ADDRESS: z.coerce.number().int().min(1).default(200),
  LIVE_STREAMS_PER_VIEWER: z.coerce.number().int().min(1).default(50),
  LIVE_BUFFER_BYTES: z.coerce.number().int().min(10_000).default(256_000),
  LIVE_CONCURRENCY: z.coerce.number().int().min(1).max(100).default(4),
  ...graphqlLimits,
  ...workLimits,
  DATA_DIR: z.string().min(1).default('.data'),
  SHUTDOWN_DELAY_SECONDS: z.coerce.number().int().min(0).max(600).optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'silent']).default('info'),
})

/** Long enough for a load balancer that asks every few seconds to notice that /readyz says no. */
const productionShutdownDelaySeconds = 10

const withDefaults = (given: z.output<typeof settings>) => ({
  ...given,
  SHUTDOWN_DELAY_SECONDS:
    given.SHUTDOWN_DELAY_SECONDS ??
    (given.NODE_ENV === 'production' ? productionShutdownDelaySeconds : 0),
})

/** The names of all settings, as `.env.template` lists them. */
export const settingNames = Object.keys(settings.shape)

export type Env = ReturnType<typeof withDefaults>

/** The environment does not make sense; the message lists every fault, one a line. */
export class EnvironmentError extends Error {}

/** Settings that make sense only together. */
const pairs = [
  ['GITHUB_APP_ID', 'GITHUB_APP_PRIVATE_KEY'],
  ['GITHUB_CLIENT_ID', 'GITHUB_CLIENT_SECRET'],
  ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY'],
] as const

/** The mode of a key of Stripe's: `test`, `live`, or undefined where the key does not say. */
const modeOf = (key = '') => /^[sp]k_(test|live)_/.exec(key)?.[1]

/** Faults between settings, found in what was given, so that they are named with all others. */
const faultsBetween = (given: Partial<Record<string, string>>): string[] => {
  const faults: string[] = []
  for (const [one, other] of pairs) {
    if (given[one] && !given[other]) faults.push(`${other}: is needed with ${one}`)
    if (given[other] && !given[one]) faults.push(`${one}: is needed with ${other}`)
  }
  const [mode, other] = [modeOf(given.STRIPE_SECRET_KEY), modeOf(given.STRIPE_PUBLISHABLE_KEY)]
  if (mode && other && mode !== other) {
    faults.push(`STRIPE_PUBLISHABLE_KEY: must be of the mode of STRIPE_SECRET_KEY, ${mode}`)
  }
  if (given.NODE_ENV !== 'production') return faults
  for (const name of ['PUBLIC_URL', 'DATABASE_URL', 'SMTP_URL', 'MAIL_FROM']) {
    if (!given[name]) faults.push(`${name}: is needed in production`)
  }
  for (const [name, value] of Object.entries(developmentSecrets)) {
    if ((given[name] ?? value) === value) {
      faults.push(`${name}: must be a secret of your own in production`)
    }
  }
  return faults
}

/**
 * Reads and checks all settings. An empty value counts as not given.
 * Throws an EnvironmentError that names every fault at once.
 */
export const readEnv = (source: Record<string, string | undefined> = process.env): Env => {
  const given: Partial<Record<string, string>> = Object.fromEntries(
    settingNames.flatMap((name) => (source[name] ? [[name, source[name]]] : [])),
  )
  const result = settings.safeParse(given, { error: faultInWords })
  const faults = [
    ...(result.error?.issues ?? []).map(({ path, message }) => `${path.join('.')}: ${message}`),
    ...faultsBetween(given),
  ]
  if (result.success && faults.length === 0) return withDefaults(result.data)
  throw new EnvironmentError(
    `These settings can't be used:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  )
}

/**
 * The settings of this process: those of its environment, then those of the file `.env`.
 * Throws an EnvironmentError that names every fault at once.
 */
export const loadEnv = (): Env => {
  if (existsSync('.env')) loadEnvFile('.env')
  return readEnv()
}
