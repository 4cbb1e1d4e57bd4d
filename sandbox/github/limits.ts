import { GithubError, type Incoming } from './http.ts'
import type { Sandbox } from './state.ts'

const windowMs = 3_600_000

/** What is left of an hour's requests. `reset` in seconds since 1970. */
export type Allowance = {
  limit: number
  used: number
  remaining: number
  reset: number
  resource: string
}

/** Whose requests are counted together: who acts, known or not. */
const bucketOf = ({ state }: Sandbox, { headers }: Incoming): string => {
  const credentials = headers.authorization?.split(/ +/)[1] ?? ''
  const user = state.userTokens.get(credentials) ?? state.personalTokens.get(credentials)
  if (user) return `user ID ${user.userId}`
  const installation = state.installationTokens.get(credentials)
  if (installation) return `installation ID ${installation.installationId}`
  return credentials.includes('.') ? 'app' : 'anonymous'
}

const usageOf = (sandbox: Sandbox, bucket: string) => {
  const { usage } = sandbox.state
  const current = usage.get(bucket)
  if (current && current.resetsAt > Date.now()) return current
  const fresh = { used: 0, resetsAt: Date.now() + windowMs }
  usage.set(bucket, fresh)
  return fresh
}

/** What whoever makes a request has left. */
export const allowanceOf = (sandbox: Sandbox, incoming: Incoming): Allowance => {
  const { rateLimit, anonymousRateLimit, rateLimitUsed } = sandbox.state.settings
  const bucket = bucketOf(sandbox, incoming)
  const usage = usageOf(sandbox, bucket)
  const limit = bucket === 'anonymous' ? anonymousRateLimit : rateLimit
  const used = Math.min(limit, usage.used + rateLimitUsed)
  const reset = Math.ceil(usage.resetsAt / 1000)
  return { limit, used, remaining: limit - used, reset, resource: 'core' }
}

/** Counts a request. Throws 403 when there is none left. */
export const spend = (sandbox: Sandbox, incoming: Incoming) => {
  const bucket = bucketOf(sandbox, incoming)
  if (allowanceOf(sandbox, incoming).remaining === 0) {
    throw new GithubError(403, `API rate limit exceeded for ${bucket}.`)
  }
  usageOf(sandbox, bucket).used += 1
}

/** Takes back what `spend` counted, for answers that are free. */
export const refund = (sandbox: Sandbox, incoming: Incoming) => {
  usageOf(sandbox, bucketOf(sandbox, incoming)).used -= 1
}

export const limitHeaders = ({ limit, remaining, used, reset, resource }: Allowance) => ({
  'x-ratelimit-limit': `${limit}`,
  'x-ratelimit-remaining': `${remaining}`,
  'x-ratelimit-used': `${used}`,
  'x-ratelimit-reset': `${reset}`,
  'x-ratelimit-resource': resource,
})
