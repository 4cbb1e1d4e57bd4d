import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { App } from './app.ts'
import type { Ctx } from './context.ts'
import { domains } from './domains.ts'
import { createGraphqlServer } from './graphql/server.ts'
import { createDrain } from './http/drain.ts'
import { clientAddress, createNetworks } from './http/proxies.ts'
import { type ReadinessWatch, watchReadiness } from './http/readiness.ts'
import { createRouter } from './http/routing.ts'
import { boundSlowReaders } from './http/slow-readers.ts'
import { isSameSecret } from './lib/crypto.ts'
import { ExpectedError } from './lib/errors.ts'
import { listenFailure, type Route } from './lib/http.ts'
import { withRequestId } from './lib/logger.ts'

/** The figures, to whoever has METRICS_TOKEN; without such a setting, to everybody but in production. */
const serveMetrics = async ({ env, metrics: { registry } }: App, { headers }: Request) => {
  const { METRICS_TOKEN: token, NODE_ENV } = env
  if (!token && NODE_ENV === 'production') throw new ExpectedError('NOT_FOUND', 'Not found')
  if (token && !isSameSecret(headers.get('authorization') ?? '', `Bearer ${token}`)) {
    const refused = { status: 401, headers: { 'www-authenticate': 'Bearer' } }
    return Response.json({ error: 'The metrics need the bearer token METRICS_TOKEN' }, refused)
  }
  return new Response(await registry.metrics(), {
    headers: { 'content-type': registry.contentType },
  })
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
    isPublic: true,
    handle: async () => {
      if (app.env.GRAPHIQL === 'off') throw new ExpectedError('NOT_FOUND', 'Not found')
      return new Response(null, { status: 302, headers: { location: '/graphql' } })
    },
  },
  {
    method: 'GET',
    path: '/healthz',
    isPublic: true,
    handle: async () => Response.json({ status: 'ok' }),
  },
  {
    method: 'GET',
    path: '/readyz',
    isPublic: true,
    handle: async () => {
      if (isDraining()) return Response.json({ status: 'stopping' }, { status: 503 })
      const { status, checks } = readiness.now()
      return Response.json({ status, checks }, { status: status === 'failing' ? 503 : 200 })
    },
  },
  {
    method: 'GET',
    path: '/metrics',
    isPublic: true,
    handle: async (_ctx, request) => serveMetrics(app, request),
  },
]

/** Every plain route, of the platform and of all domains. */
export const allRoutes = (
  app: App,
  readiness: ReadinessWatch,
  isDraining: () => boolean,
): Route<Ctx>[] => [
  ...platformRoutes(app, readiness, isDraining),
  ...domains.flatMap(({ routes = [] }) => routes),
]

/** A caller may name the request itself, in a form that is safe to log. */
const requestIdOf = ({ headers }: IncomingMessage) => {
  const given = headers['x-request-id']
  return typeof given === 'string' && /^[\w.-]{1,64}$/.test(given) ? given : randomUUID()
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

/** How long a client may take to send a request, in milliseconds. */
const patience = { requestTimeout: 60_000, headersTimeout: 30_000 }

/**
 * Brings a target in absolute form into the usual one (RFC 9112, "absolute-form"). Returns whether
 * target and `Host` make an address.
 */
const normalizeTarget = (request: IncomingMessage): boolean => {
  const { url = '', headers } = request
  const absolute = /^https?:/i.test(url) ? URL.parse(url) : null
  if (absolute) request.url = `${absolute.pathname}${absolute.search}`
  const target = request.url ?? ''
  return /^\/(?!\/)/.test(target) && URL.canParse(`http://${headers.host ?? 'localhost'}${target}`)
}

/** The HTTP side of the API process: GraphQL, webhooks, health. */
export const createHttpServer = async (app: App) => {
  const server = createServer(patience)
  const drain = createDrain(server, app.env.SHUTDOWN_DELAY_SECONDS)
  const slowReaders = boundSlowReaders(server, app.env.ANSWER_MEMORY_BYTES)
  const proxies = createNetworks(app.env.TRUSTED_PROXIES)
  const graphql = await createGraphqlServer(app)
  const readiness = await watchReadiness(app)
  const router = createRouter(app, allRoutes(app, readiness, drain.isDraining))
  server.on('request', (request, response) => {
    const requestId = requestIdOf(request)
    response.setHeader('x-request-id', requestId)
    observe(app, request, response)
    if (!normalizeTarget(request)) {
      response.writeHead(400, { 'content-type': 'application/json' })
      response.end(JSON.stringify({ error: 'The address of the request is not one' }))
      return
    }
    const clientIp = clientAddress(request, proxies)
    const sites = app.sites(request.headers.host)
    const handler = /^\/graphql\/?(\?|$)/.test(request.url ?? '') ? graphql.handle : router
    void slowReaders.inTurn(request, response, () =>
      withRequestId(requestId, () => handler(request, response, { requestId, clientIp, sites })),
    )
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
      await drain.stop(graphql.endSubscriptions)
      await readiness.stop()
    },
  }
}
