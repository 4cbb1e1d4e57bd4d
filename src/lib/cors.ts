/**
 * Pages of our frontend may call the API with the cookie and read its answers; pages of other
 * sites may not. (A program without pages needs no such leave.)
 */
export const corsFor = ({ FRONTEND_URL }: { FRONTEND_URL: string }) => ({
  origin: [new URL(FRONTEND_URL).origin],
  credentials: true,
  methods: ['GET', 'POST', 'OPTIONS'],
  allowedHeaders: ['content-type', 'authorization', 'x-polar-agent', 'x-request-id'],
  exposedHeaders: [
    ...['x-request-id', 'retry-after', 'x-ratelimit-limit', 'x-ratelimit-remaining'],
    ...['x-ratelimit-used', 'x-ratelimit-reset'],
  ],
  maxAge: 600,
})
