import { type ServerAdapterPlugin, useCORS } from '@whatwg-node/server'
import type { RequestFacts } from '#lib/http.ts'

/**
 * Pages of allowed origins may call the API with the cookie and read its answers; pages of other
 * sites get no CORS headers at all. (A program without pages needs no such leave.)
 */
const corsFor = ({ headers }: Request, { sites }: RequestFacts) => {
  const origin = headers.get('origin')
  if (origin === null || !sites.isAllowed(origin)) return false
  return {
    origin: [origin],
    credentials: true,
    methods: ['GET', 'POST', 'OPTIONS'],
    allowedHeaders: ['content-type', 'authorization', 'x-polar-agent', 'x-request-id'],
    exposedHeaders: [
      ...['x-request-id', 'retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining'],
      ...['x-ratelimit-used', 'x-ratelimit-reset'],
    ],
    maxAge: 600,
  }
}

/** Answers depend on who asks and from where; those to somebody who says who they are stay nowhere. */
const useCacheHeaders = (): ServerAdapterPlugin<RequestFacts> => ({
  onResponse: ({ request, response }) => {
    const { headers } = response
    // Files that are the same for everybody.
    if (headers.get('cache-control')?.startsWith('public')) return
    headers.append('vary', 'origin, cookie')
    if (request.headers.has('cookie') || request.headers.has('authorization')) {
      headers.set('cache-control', 'no-store')
    }
  },
})

/** Pages stand in no frame of another site, where a click could be stolen. */
const useFrameHeaders = (): ServerAdapterPlugin<RequestFacts> => ({
  onResponse: ({ response: { headers } }) => {
    if (!headers.get('content-type')?.startsWith('text/html')) return
    if (headers.has('content-security-policy')) return
    headers.set('content-security-policy', "frame-ancestors 'none'")
    headers.set('x-frame-options', 'DENY')
  },
})

/** Headers of all answers, of GraphQL and of plain routes. */
export const useAnswerHeaders = (): ServerAdapterPlugin<RequestFacts>[] => [
  useCORS<RequestFacts>(corsFor),
  useCacheHeaders(),
  useFrameHeaders(),
]
