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
  failure.times -= 1
  if (failure.times <= 0) state.failures = state.failures.filter((other) => other !== failure)
  return failure
}

const limitHeaders = ({ rateLimit }: Failure): Record<string, string> => {
  if (!rateLimit) return {}
  const { remaining, resetInSeconds } = rateLimit
  return {
    'x-ratelimit-limit': '5000',
    'x-ratelimit-remaining': `${remaining}`,
    'x-ratelimit-used': `${Math.max(0, 5000 - remaining)}`,
    'x-ratelimit-reset': `${Math.ceil(Date.now() / 1000) + resetInSeconds}`,
    'x-ratelimit-resource': 'core',
  }
}

/** What a request that fails is answered. */
export const failureReply = (failure: Failure, status: number): Reply => {
  const message = failure.rateLimit
    ? 'API rate limit exceeded.'
    : (STATUS_CODES[status] ?? 'Unknown error')
  const { body } = new GithubError(status, message).toReply()
  const headers = { ...limitHeaders(failure), ...failure.headers }
  return { status, headers, body: failure.body ?? body }
}
