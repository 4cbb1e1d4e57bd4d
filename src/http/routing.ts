import { randomUUID } from 'node:crypto'
import { createServerAdapter } from '@whatwg-node/server'
import type { App } from '#app.ts'
import { createRequestContext } from '#authentication.ts'
import { type Ctx, createContext } from '#context.ts'
import { serveGraphiqlAsset } from '#graphiql/assets.ts'
import { unavailabilityIn } from '#lib/db/failures.ts'
import { type ErrorCode, ExpectedError } from '#lib/errors.ts'
import { html } from '#lib/html.ts'
import type { RequestFacts, Route, Sites } from '#lib/http.ts'
import { showPage, wantsPage } from '#lib/page.ts'
import { anonymous } from '#lib/viewer.ts'
import { useAnswerHeaders } from './answers.ts'

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

/** A request that changes something does not come from a page that may send it. */
export class ForeignOrigin extends ExpectedError {
  constructor() {
    super(
      'FORBIDDEN',
      'Only a page of this site may send this: its `Origin` header is missing or foreign',
    )
  }
}

/**
 * The rule for every route that changes state (decision 0012): a browser says by `Origin` which
 * page sends a POST, and pages can't change it. Requests without it are refused too.
 */
const checkSender = (route: Route<Ctx>, { headers }: Request, sites: Sites) => {
  if (route.method === 'GET' || route.from === 'webhook') return
  const origin = headers.get('origin') ?? ''
  const isOurs = route.from === 'own-page' ? sites.isApi(origin) : sites.isAllowed(origin)
  if (isOurs) return
  throw route.isHidden ? new ExpectedError('NOT_FOUND', 'Not found') : new ForeignOrigin()
}

/** A failure that passes says when. */
const retryHeaders = (error: ExpectedError): Record<string, string> =>
  'retryAfterSeconds' in error && error.retryAfterSeconds !== null
    ? { 'retry-after': String(error.retryAfterSeconds) }
    : {}

type Facts = { error: string; code?: string; type?: string; errorId?: string }

type Failure = { status: number; headers: Record<string, string>; facts: Facts }

/** What a client sees of an error: expected ones as they are, anything else only as an id. */
const failureOf = (app: App, thrown: unknown): Failure => {
  const error = unavailabilityIn(thrown) ?? thrown
  if (error !== thrown) app.log.warn({ err: thrown }, 'the database is not available')
  if (error instanceof ExpectedError) {
    const { message, code, name } = error
    const facts = { error: message, code, type: name }
    return { status: statusOf[code] ?? 400, headers: retryHeaders(error), facts }
  }
  const errorId = randomUUID()
  app.log.error({ err: error, errorId }, 'unexpected error')
  return { status: 500, headers: {}, facts: { error: 'Something went wrong on our side', errorId } }
}

/** A page for people who opened the address in a browser, JSON for programs. */
const failure = (app: App, request: Request, error: unknown) => {
  const { status, headers, facts } = failureOf(app, error)
  if (!wantsPage(request)) return Response.json(facts, { status, headers })
  const note = facts.errorId ? html`<p class="note">Tell us this id: ${facts.errorId}</p>` : ''
  const title = status === 404 ? 'Not found' : 'That did not work'
  return showPage({ title, status, headers, body: html`<p>${facts.error}.</p>${note}` })
}

/** HEAD is answered as GET, but where a GET does something: mail scanners send HEAD. */
const serves = ({ method, path }: Route<Ctx>, asked: string) =>
  method === asked || (method === 'GET' && asked === 'HEAD' && !path.startsWith('/auth/'))

/**
 * The context of a route. Senders of webhooks are no viewers: they are known by a signature, and
 * have connections of their own to the database.
 */
const contextOf = async (app: App, route: Route<Ctx>, request: Request, facts: RequestFacts) => {
  if (route.method === 'POST' && route.from === 'webhook') {
    return createContext({ ...app, db: app.webhookDb }, { viewer: anonymous, ...facts })
  }
  if (route.isPublic) return createContext(app, { viewer: anonymous, ...facts })
  return createRequestContext(app, request, facts)
}

/** Serves plain HTTP routes: finds the route, checks who sends, answers failures. */
export const createRouter = (app: App, routes: Route<Ctx>[]) => {
  const table = routes.map((route) => ({
    route,
    pattern: new URLPattern({ pathname: route.path }),
  }))
  const answer = async (request: Request, facts: RequestFacts) => {
    try {
      const asset = app.env.GRAPHIQL === 'on' && (await serveGraphiqlAsset(request))
      if (asset) return asset
      const matches = table.flatMap(({ route, pattern }) => {
        const match = pattern.exec(request.url)
        return match ? [{ route, params: match.pathname.groups as Record<string, string> }] : []
      })
      const found = matches.find(({ route }) => serves(route, request.method))
      if (found) {
        checkSender(found.route, request, facts.sites)
        const ctx = await contextOf(app, found.route, request, facts)
        return await found.route.handle(ctx, request, found.params)
      }
      if (matches.length === 0) throw new ExpectedError('NOT_FOUND', 'Not found')
      const allow = matches.map(({ route }) => route.method).join(', ')
      return Response.json({ error: 'Method not allowed' }, { status: 405, headers: { allow } })
    } catch (error) {
      return failure(app, request, error)
    }
  }
  return createServerAdapter<RequestFacts>(answer, { plugins: useAnswerHeaders() })
}
