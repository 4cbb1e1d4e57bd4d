import { z } from 'zod'
import { TryLater } from '#lib/jobs.ts'
import {
  GithubForbidden,
  GithubGone,
  GithubNotFound,
  GithubRefusal,
  GithubUnavailable,
} from './errors.ts'

/** What a request waits for whose client is there: `TryLater` becomes GithubUnavailable. */
export const orUnavailable = async <Result>(work: Promise<Result>): Promise<Result> => {
  try {
    return await work
  } catch (error) {
    if (!(error instanceof TryLater)) throw error
    const wait = error.at && Math.max(1, Math.ceil((error.at.getTime() - Date.now()) / 1_000))
    throw new GithubUnavailable(wait)
  }
}

/** The answer, or null where GitHub has no such thing. */
export const orNull = async <Result>(work: Promise<Result>): Promise<Result | null> => {
  try {
    return await work
  } catch (error) {
    if (error instanceof GithubNotFound) return null
    throw error
  }
}

const failure = z.object({
  name: z.literal('HttpError'),
  status: z.number(),
  message: z.string(),
  response: z
    .object({ headers: z.record(z.string(), z.union([z.string(), z.number()]).optional()) })
    .optional(),
})

/** A request that failed, as Octokit tells it: without `response` nobody answered. */
export type Failure = z.output<typeof failure>

/** Null for anything else that was thrown. */
export const failureOf = (error: unknown): Failure | null =>
  error instanceof Error ? (failure.safeParse(error).data ?? null) : null

/** Seconds to wait after a secondary limit for which GitHub names no time. */
const secondaryWait = 60

const inSeconds = (seconds: number) => new Date(Date.now() + seconds * 1_000)

/**
 * Until when GitHub wants to hear nothing more; null where the failure is no limit
 * ("Rate limits for the REST API": exceeding the rate limit).
 */
export const limitOf = ({ status, message, response }: Failure): Date | null => {
  if (status !== 403 && status !== 429) return null
  const { headers = {} } = response ?? {}
  const retryAfter = Number(headers['retry-after'])
  if (retryAfter > 0) return inSeconds(retryAfter)
  const reset = Number(headers['x-ratelimit-reset'])
  if (`${headers['x-ratelimit-remaining']}` === '0' && reset > 0) {
    // The second in which it ends is not over yet.
    return new Date((reset + 1) * 1_000)
  }
  const isSecondary = status === 429 || /secondary rate limit|abuse detection/i.test(message)
  return isSecondary ? inSeconds(secondaryWait) : null
}

/** What a failure means that is no limit. Its message names the endpoint. */
export const errorOf = (route: string, { status, message }: Failure, cause: unknown): Error => {
  const text = `${route}: ${message}`
  if (status >= 500) return new TryLater(`GitHub is away: ${text}`, { cause })
  if (status === 404) return new GithubNotFound(text, status, cause)
  if (status === 410) return new GithubGone(text, status, cause)
  if (status === 401 || status === 403) return new GithubForbidden(text, status, cause)
  return new GithubRefusal(text, status, cause)
}
