import Stripe from 'stripe'
import type { Config, Ctx } from '#context.ts'
import { OperationChanged } from '#lib/idempotency.ts'
import { TryLater } from '#lib/jobs.ts'
import { StripeRefused, StripeUnavailable } from './errors.ts'

const { StripeAPIError, StripeConnectionError, StripeRateLimitError } = Stripe.errors

const clients = new WeakMap<Config, Stripe>()

/** Milliseconds for one answer. Stripe's own limit for a request is 80 s; nobody waits so long here. */
const timeout = 20_000

const connect = (config: Config): Stripe => {
  const { STRIPE_SECRET_KEY: key, STRIPE_API_URL: url } = config
  if (!key) throw new StripeUnavailable()
  const { protocol, hostname, port } = new URL(url)
  return new Stripe(key, {
    protocol: protocol === 'http:' ? 'http' : 'https',
    host: hostname,
    port: port || (protocol === 'http:' ? '80' : '443'),
    maxNetworkRetries: 2,
    timeout,
    telemetry: false,
  })
}

/** The official SDK, one for each process. Throws StripeUnavailable where no key is set. */
export const of = ({ config }: Pick<Ctx, 'config'>): Stripe => {
  const client = clients.get(config) ?? connect(config)
  clients.set(config, client)
  return client
}

/**
 * Whether a text can be Stripe's id of a thing: `pi` for payment intents. Any other one would make
 * another address of it, such as that of a list.
 */
export const isId = (kind: string, text: string): boolean =>
  text.length <= 255 && text.startsWith(`${kind}_`) && /^\w+$/.test(text)

/** Whether Stripe may do it if it is asked again ("Error handling": 409, 429, 5xx, connections). */
const isPassing = (error: unknown): boolean =>
  error instanceof StripeConnectionError ||
  error instanceof StripeRateLimitError ||
  error instanceof StripeAPIError ||
  (error instanceof Stripe.errors.StripeError && error.statusCode === 409)

/**
 * For requests that a person waits for. Throws StripeRefused where Stripe says no, with its words,
 * StripeUnavailable where it may do it later, and OperationChanged where it was asked before, under
 * the same key, for something that has changed since.
 */
export const orRefused = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work
  } catch (error) {
    if (isPassing(error)) throw new StripeUnavailable()
    if (error instanceof Stripe.errors.StripeIdempotencyError) throw new OperationChanged()
    if (
      error instanceof Stripe.errors.StripeCardError ||
      error instanceof Stripe.errors.StripeInvalidRequestError
    ) {
      const { message, code: stripeCode = null, decline_code: declineCode = null } = error
      throw new StripeRefused(message, { stripeCode, declineCode })
    }
    throw error
  }
}

/** For jobs: throws TryLater where Stripe may do it later, and Stripe's own error where it says no. */
export const orLater = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work
  } catch (error) {
    if (isPassing(error) || error instanceof StripeUnavailable) {
      throw new TryLater(`Stripe is away: ${error instanceof Error ? error.message : error}`, {
        cause: error,
      })
    }
    throw error
  }
}

/** What Stripe says of a thing that is not there, and of an account that is not ours any more. */
const missing = ['resource_missing', 'account_invalid']

/**
 * The answer, or null where Stripe has no such thing, or a connected account has left us
 * ("Handling errors": `resource_missing`, `account_invalid`).
 */
export const orNull = async <Result>(work: Promise<Result>): Promise<Result | null> => {
  try {
    return await work
  } catch (error) {
    const code = error instanceof Stripe.errors.StripeError ? error.code : undefined
    if (code && missing.includes(code)) return null
    throw error
  }
}

/** The id of a thing that Stripe names, or describes in full; null where there is none. */
export const idOf = (thing: string | { id: string } | null | undefined): string | null =>
  typeof thing === 'string' ? thing : (thing?.id ?? null)
