import { randomUUID } from 'node:crypto'
import { createServerAdapter } from '@whatwg-node/server'
import type { App } from '#app.ts'
import { createRequestContext } from '#authentication.ts'
import { type Ctx, createContext } from '#context.ts'
import { serveGraphiqlAsset } from '#graphiql/assets.ts'
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
    super('FORBIDDEN', 'Requests to this address must come from a page of this site')
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

/** What a client sees of an error: expected ones as they are, anything else only as an id. */
const factsOf = (app: App, error: unknown) => {
  if (error instanceof ExpectedError) {
    const { message, code, name } = error
    return { status: statusOf[code] ?? 400, facts: { error: message, code, type: name } }
  }
  const errorId = randomUUID()
  app.log.error({ err: error, errorId }, 'unexpected error')
  return { status: 500, facts: { error: 'Something went wrong on our side', errorId } }
}

/** A page for people who opened the address in a browser, JSON for programs. */
const failure = (app: App, request: Request, error: unknown) => {
  const { status, facts } = factsOf(app, error)
  if (!wantsPage(request)) return Response.json(facts, { status })
  const note = facts.errorId ? html`<p class="note">Tell us this id: ${facts.errorId}</p>` : ''
  const title = status === 404 ? 'Not found' : 'That did not work'
  return showPage({ title, status, body: html`<p>${facts.error}.</p>${note}` })
}

/** HEAD is answered as GET, but where a GET does something: mail scanners send HEAD. */
const serves = ({ method, path }: Route<Ctx>, asked: string) =>
  method === asked || (method === 'GET' && asked === 'HEAD' && !path.startsWith('/auth/'))

/** Whether who sends a request does not matter, or is told by a signature. */
const isForEverybody = (route: Route<Ctx>) =>
  route.isPublic || (route.method === 'POST' && route.from === 'webhook')

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
        const ctx = isForEverybody(found.route)
          ? createContext(app, { viewer: anonymous, ...facts })
          : await createRequestContext(app, request, facts)
        return await found.route.handle(ctx, request, found.params)
      }
      if (matches.length === 0) return Response.json({ error: 'Not found' }, { status: 404 })
      const allow = matches.map(({ route }) => route.method).join(', ')
      return Response.json({ error: 'Method not allowed' }, { status: 405, headers: { allow } })
    } catch (error) {
      return failure(app, request, error)
    }
  }
  return createServerAdapter<RequestFacts>(answer, { plugins: useAnswerHeaders() })
}
