import { STATUS_CODES } from 'node:http'
import { GithubError, type Incoming, type Reply } from './http.ts'
import type { Failure, State } from './state.ts'

const fits = ({ path, exact, method }: Failure, incoming: Incoming) => {
  const { pathname } = incoming.url
  if (method !== undefined && method.toUpperCase() !== incoming.method) return false
  return exact ? pathname === path : pathname.startsWith(path)
}

/** Takes the first failure that was asked for and fits a request. */
export const takeFailure = (state: State, incoming: Incoming): Failure | undefined => {
  const failure = state.failures.find((candidate) => fits(candidate, incoming))
  if (!failure) return undefined
  if (failure.times === 'always') return failure
  failure.times -= 1
  if (failure.times <= 0) state.failures = state.failures.filter((other) => other !== failure)
  return failure
}

/** GitHub's words for too many requests ("Rate limits for the REST API"). */
const limitMessages = {
  primary: 'API rate limit exceeded.',
  secondary:
    'You have exceeded a secondary rate limit. Please wait a few minutes before you try again.',
}

const rateLimitHeaders = (remaining: number, resetInSeconds: number): Record<string, string> => ({
  'x-ratelimit-limit': '5000',
  'x-ratelimit-remaining': `${remaining}`,
  'x-ratelimit-used': `${Math.max(0, 5000 - remaining)}`,
  'x-ratelimit-reset': `${Math.ceil(Date.now() / 1000) + resetInSeconds}`,
  'x-ratelimit-resource': 'core',
})

const headersOf = ({ limit, rateLimit }: Failure): Record<string, string> => {
  if (limit?.kind === 'primary') return rateLimitHeaders(0, limit.seconds)
  if (limit?.kind === 'secondary') return { 'retry-after': `${limit.seconds}` }
  return rateLimit ? rateLimitHeaders(rateLimit.remaining, rateLimit.resetInSeconds) : {}
}

/** What a request that fails is answered; undefined where it is served after all. */
export const failureReply = (failure: Failure): Reply | undefined => {
  const { limit, rateLimit } = failure
  const status = failure.status ?? limit?.status ?? (limit && 403)
  if (status === undefined) return undefined
  const kind = limit?.kind ?? (rateLimit && 'primary')
  const message = kind ? limitMessages[kind] : (STATUS_CODES[status] ?? 'Unknown error')
  const { body } = new GithubError(status, message).toReply()
  const headers = { ...headersOf(failure), ...failure.headers }
  return { status, headers, body: failure.body ?? body }
}
