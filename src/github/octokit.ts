import { Octokit } from '@octokit/core'
import { paginateRest } from '@octokit/plugin-paginate-rest'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import type { Env } from '#env.ts'
import { storable } from '#lib/json.ts'

/** GitHub itself gives up on a request after 10 seconds. */
const patienceMs = 20_000

/** A GitHub that takes the connection and never answers would hold a job for minutes. */
const fetchInTime = async (address: string, options: RequestInit = {}) => {
  const limit = AbortSignal.timeout(patienceMs)
  const signal = options.signal ? AbortSignal.any([options.signal, limit]) : limit
  try {
    return await fetch(address, { ...options, signal })
  } catch (error) {
    if (!limit.aborted) throw error
    // As a gateway would say it, for whoever decides what to try again.
    const message = `No answer within ${patienceMs / 1_000} seconds`
    return Response.json({ message }, { status: 504 })
  }
}

/** Refusals that a second try does not change, and a limit, which only time changes. */
const doNotRetry = [400, 401, 403, 404, 409, 410, 415, 422, 429, 451, 504]

/** Sent twice, what adds something could add it twice; all else may be repeated. */
const sendPostsOnce = (octokit: Octokit) => {
  octokit.hook.before('request', (options) => {
    if (options.method === 'POST') options.request = { ...options.request, retries: 0 }
  })
  return {}
}

/** What GitHub answers is stored, and its texts may have what PostgreSQL does not take. */
const answerStorably = (octokit: Octokit) => {
  octokit.hook.after('request', (response) => {
    if (!(response.data instanceof ArrayBuffer)) response.data = storable(response.data)
  })
  return {}
}

export type OctokitSettings = Pick<Env, 'GITHUB_API_URL'> & Partial<Pick<Env, 'NODE_ENV'>>

/**
 * Octokit for our GitHub. It never waits for a limit to pass: that is a job's to decide. Requests
 * that change something go one at a time and a second apart, those that notify people three, as
 * "Best practices for using the REST API" asks, among those with the same `id`. Tests don't wait.
 * A request that failed for a reason that may have passed is sent once more, after a second.
 */
export const octokitFor = ({ GITHUB_API_URL, NODE_ENV }: OctokitSettings, id: string) => {
  const isTest = NODE_ENV === 'test'
  return Octokit.plugin(paginateRest, throttling, retry, sendPostsOnce, answerStorably).defaults({
    baseUrl: GITHUB_API_URL.replace(/\/+$/, ''),
    userAgent: 'polar-server',
    request: { fetch: fetchInTime },
    retry: { doNotRetry, retries: 1, retryAfterBaseValue: isTest ? 1 : 1_000 },
    throttle: {
      id,
      enabled: !isTest,
      onRateLimit: () => {},
      onSecondaryRateLimit: () => {},
    },
  })
}
