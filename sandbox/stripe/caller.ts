import Stripe from 'stripe'
import type { Incoming } from '../lib/http.ts'
import { newId } from './act.ts'
import type { Asked } from './endpoint.ts'
import { StripeFault } from './errors.ts'
import { platformId, type Sandbox } from './state.ts'

const keyOf = ({ headers: { authorization = '' } }: Incoming) => {
  const [scheme = '', value = ''] = authorization.split(/\s+/, 2)
  if (/^bearer$/i.test(scheme)) return value
  if (!/^basic$/i.test(scheme)) return undefined
  return Buffer.from(value, 'base64').toString('utf8').split(':', 1)[0]
}

const hidden = (key: string) =>
  `${key.slice(0, 8)}${'*'.repeat(Math.max(0, key.length - 12))}${key.slice(-4)}`

const isPublicKey = ({ config }: Sandbox, incoming: Incoming): boolean => {
  const key = keyOf(incoming)
  if (!key) {
    throw new StripeFault(
      401,
      "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY').",
    )
  }
  if (key === config.publishableKey) return true
  if (key === config.secretKey) return false
  throw new StripeFault(401, `Invalid API Key provided: ${hidden(key)}`)
}

const header = (incoming: Incoming, name: string): string | null => {
  const value = incoming.headers[name]
  return typeof value === 'string' && value !== '' ? value : null
}

/** The account a request acts in. */
const accountOf = ({ state, config }: Sandbox, incoming: Incoming): string => {
  const account = header(incoming, 'stripe-account')
  if (account === null) return platformId
  if (state.books.get(platformId)?.accounts.has(account)) return account
  throw new StripeFault(
    403,
    `The provided key '${hidden(config.secretKey)}' does not have access to account '${account}' (or that account does not exist). Application access may have been revoked.`,
    { code: 'account_invalid' },
  )
}

/** Who asks, and for which account. Throws 400, 401 or 403. */
export const askedBy = (sandbox: Sandbox, incoming: Incoming): Asked => {
  const isPublic = isPublicKey(sandbox, incoming)
  const version = header(incoming, 'stripe-version') ?? Stripe.API_VERSION
  if (version !== Stripe.API_VERSION) {
    throw new StripeFault(
      400,
      `Invalid Stripe API version: ${version}. The sandbox speaks ${Stripe.API_VERSION}.`,
    )
  }
  const request = { id: newId('req', 14), idempotency_key: header(incoming, 'idempotency-key') }
  return { sandbox, account: accountOf(sandbox, incoming), request, isPublic }
}
