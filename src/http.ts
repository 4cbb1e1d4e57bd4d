import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServerAdapter, useCORS } from '@whatwg-node/server'
import type { App } from './app.ts'
import { createRequestContext } from './authentication.ts'
import { type Ctx, createContext } from './context.ts'
import { domains } from './domains.ts'
import { serveGraphiqlAsset } from './graphiql/assets.ts'
import { createGraphqlServer } from './graphql/server.ts'
import { createDrain } from './http/drain.ts'
import { type ReadinessWatch, watchReadiness } from './http/readiness.ts'
import { corsFor } from './lib/cors.ts'
import { unavailabilityIn } from './lib/db/failures.ts'
import { type ErrorCode, ExpectedError } from './lib/errors.ts'
import { listenFailure, type RequestFacts, type Route } from './lib/http.ts'
import { withRequestId } from './lib/logger.ts'
import { anonymous } from './lib/viewer.ts'

const statusOf: Partial<Record<ErrorCode, number>> = {
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 400,
  UNAUTHENTICATED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  CONFLICT: 409,
  PAYLOAD_TOO_LARGE: 413,
  RATE_LIMITED: 429,
  UNAVAILABLE: 503,
}

/** Routes of the platform itself. */
const platformRoutes = (
  app: App,
  readiness: ReadinessWatch,
  isDraining: () => boolean,
): Route<Ctx>[] => [
  {
    method: 'GET',
    path: '/',
    handle: async () => new Response(null, { status: 302, headers: { location: '/graphql' } }),
  },
  { method: 'GET', path: '/healthz', handle: async () => Response.json({ status: 'ok' }) },
  {
    method: 'GET',
    path: '/readyz',
    handle: async () => {
      if (isDraining()) return Response.json({ status: 'stopping' }, { status: 503 })
      const { status, checks } = readiness.now()
      return Response.json({ status, checks }, { status: status === 'failing' ? 503 : 200 })
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    handle: async () =>
      new Response(await app.metrics.registry.metrics(), {
        headers: { 'content-type': app.metrics.registry.contentType },
      }),
  },
]

/** A failure that passes says when. */
const retryHeaders = (error: ExpectedError): Record<string, string> =>
  'retryAfterSeconds' in error && error.retryAfterSeconds !== null
    ? { 'retry-after': String(error.retryAfterSeconds) }
    : {}

const failure = (app: App, thrown: unknown) => {
  const error = unavailabilityIn(thrown) ?? thrown
  if (error !== thrown) app.log.warn({ err: thrown }, 'the database is not available')
  if (error instanceof ExpectedError) {
    const { message, code, name } = error
    return Response.json(
      { error: message, code, type: name },
      { status: statusOf[code] ?? 400, headers: retryHeaders(error) },
    )
  }
  const errorId = randomUUID()
  app.log.error({ err: error, errorId }, 'unexpected error')
  return Response.json({ error: 'Something went wrong on our side', errorId }, { status: 500 })
}

/** HEAD is answered as GET, but where a GET does something: mail scanners send HEAD. */
const serves = ({ method, path }: Route<Ctx>, asked: string) =>
  method === asked || (method === 'GET' && asked === 'HEAD' && !path.startsWith('/auth/'))

const createRouter = (app: App, routes: Route<Ctx>[]) => {
  const table = routes.map((route) => ({
    ...route,
    pattern: new URLPattern({ pathname: route.path }),
  }))
  const answer = async (request: Request, facts: RequestFacts) => {
    try {
      const asset = await serveGraphiqlAsset(request)
      if (asset) return asset
      const matches = table.flatMap((route) => {
        const match = route.pattern.exec(request.url)
        return match ? [{ route, params: match.pathname.groups as Record<string, string> }] : []
      })
      const found = matches.find(({ route }) => serves(route, request.method))
      if (found) {
        const ctx = found.route.isWebhook
          ? createContext({ ...app, db: app.webhookDb }, { viewer: anonymous, ...facts })
          : await createRequestContext(app, request, facts)
        return await found.route.handle(ctx, request, found.params)
      }
      if (matches.length === 0) return Response.json({ error: 'Not found' }, { status: 404 })
      const allow = matches.map(({ route }) => route.method).join(', ')
      return Response.json({ error: 'Method not allowed' }, { status: 405, headers: { allow } })
    } catch (error) {
      return failure(app, error)
    }
  }
  return createServerAdapter<RequestFacts>(answer, { plugins: [useCORS(corsFor(app.config))] })
}

/** A caller may name the request itself, in a form that is safe to log. */
const requestIdOf = ({ headers }: IncomingMessage) => {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
}

/** With a proxy in front (PUBLIC_URL is set), the address that the proxy saw. */
const clientIpOf = ({ env }: App, { headers, socket }: IncomingMessage) => {
  const forwarded = env.PUBLIC_URL && [headers['x-forwarded-for'] ?? []].flat().join(',')
  return forwarded?.split(',').at(-1)?.trim() || (socket.remoteAddress ?? '')
}

const observe = (app: App, request: IncomingMessage, response: ServerResponse) => {
  const route = request.url?.split(/[/?]/, 2)[1] ?? ''
  const end = app.metrics.httpRequests.startTimer({
    method: request.method ?? '',
    route: knownRoutes.has(route) ? `/${route}` : 'other',
  })
  response.on('close', () => {
    const seconds = end({ status: String(response.statusCode) })
    const { method, url } = request
    app.log.debug(
      { method, path: url?.split('?')[0], status: response.statusCode, seconds },
      'http',
    )
  })
}

const knownRoutes = new Set([
  'auth',
  'dev',
  'graphql',
  'graphiql',
  'webhooks',
  'healthz',
  'readyz',
  'metrics',
])

/** The HTTP side of the API process: GraphQL, webhooks, health. */
export const createHttpServer = async (app: App) => {
  const server = createServer()
  const drain = createDrain(server, app.env.SHUTDOWN_DELAY_SECONDS)
  const graphql = await createGraphqlServer(app)
  const readiness = await watchReadiness(app)
  const router = createRouter(app, [
    ...platformRoutes(app, readiness, drain.isDraining),
    ...domains.flatMap(({ routes = [] }) => routes),
  ])
  server.on('request', (request, response) => {
    const requestId = requestIdOf(request)
    response.setHeader('x-request-id', requestId)
    observe(app, request, response)
    const clientIp = clientIpOf(app, request)
    const handler = /^\/graphql\/?(\?|$)/.test(request.url ?? '') ? graphql : router
    void withRequestId(requestId, () => handler(request, response, { requestId, clientIp }))
  })

  return {
    /** Starts to serve; the address it answers with. Throws when the port is taken. */
    listen: ({ HOST, PORT }: { HOST: string; PORT: number }) =>
      new Promise<string>((resolve, reject) => {
        server.once('error', (error: NodeJS.ErrnoException) =>
          reject(listenFailure(error, HOST, PORT)),
        )
        server.listen(PORT, HOST, () => {
          const address = server.address()
          const port = typeof address === 'object' && address ? address.port : PORT
          resolve(`http://${HOST.includes(':') ? `[${HOST}]` : HOST}:${port}`)
        })
      }),
    /** Says on /readyz that it stops, then drains: subscriptions end, requests finish. */
    stop: async () => {
      await drain.stop(() => app.pubsub.endSubscriptions())
      await readiness.stop()
    },
  }
}
