import * as sessions from '#session/service.ts'
import * as tokens from '#token/service.ts'
import * as users from '#user/service.ts'
import type { App } from './app.ts'
import { type Ctx, createContext } from './context.ts'
import { readCookie } from './lib/cookies.ts'
import type { RequestFacts } from './lib/http.ts'
import type { Scope } from './lib/scopes.ts'
import { anonymous, type UserViewer, type Viewer } from './lib/viewer.ts'

type Person = {
  id: string
  login: string | null
  memberships: { organizationId: string; isAdmin: boolean }[]
}

const viewerOf = (
  { config }: Ctx,
  { id, login, memberships }: Person,
  by: Pick<UserViewer, 'sessionId' | 'scopes'>,
): UserViewer => ({
  kind: 'user',
  userId: id,
  login,
  adminOf: new Set(
    memberships.filter(({ isAdmin }) => isAdmin).map(({ organizationId }) => organizationId),
  ),
  memberOf: new Set(memberships.map(({ organizationId }) => organizationId)),
  isStaff: by.sessionId !== null && login !== null && config.STAFF.has(login.toLowerCase()),
  ...by,
})

/**
 * Who sends a request: by the session in the cookie; if there is none that lives, by the token in
 * the Authorization header; else nobody. Staff need a session: a leaked token is not a key to all.
 * Throws InvalidAccessToken for a token that is given and is none.
 */
const authenticate = async (ctx: Ctx, headers: Headers): Promise<Viewer> => {
  const cookie = readCookie(headers.get('cookie'), ctx.sites.api, sessions.cookieName)
  const origin = headers.get('origin')
  if (cookie && (origin === null || ctx.sites.isAllowed(origin))) {
    const session = await sessions.use(ctx, cookie)
    if (session) return viewerOf(ctx, session.user, { sessionId: session.id, scopes: null })
  }
  const [, bearer] = /^Bearer (.*)$/i.exec(headers.get('authorization') ?? '') ?? []
  if (bearer === undefined) return anonymous
  const token = await tokens.use(ctx, bearer.trim())
  return viewerOf(ctx, token.user, { sessionId: null, scopes: new Set(token.scopes as Scope[]) })
}

/** Our browser extension says `x-polar-agent: name/version` with each request. */
const noteExtension = async (ctx: Ctx, viewer: UserViewer, headers: Headers) => {
  const [, version] = /^[\w -]+\/([\w.+-]{1,50})$/.exec(headers.get('x-polar-agent') ?? '') ?? []
  if (version) await users.noteExtension(ctx, viewer.userId, version)
}

/** The context of an HTTP request, with who sends it. */
export const createRequestContext = async (app: App, { headers }: Request, facts: RequestFacts) => {
  const nobody = createContext(app, { viewer: anonymous, ...facts })
  const viewer = await authenticate(nobody, headers)
  if (viewer.kind !== 'user') return nobody
  await noteExtension(nobody, viewer, headers)
  const isViewerAlive = async () => {
    const now = await authenticate(nobody, headers).catch(() => anonymous)
    // Who stays connected may have joined or left an organization meanwhile.
    if (now !== anonymous) Object.assign(viewer, now)
    return now !== anonymous
  }
  return { ...createContext(app, { viewer, ...facts }), isViewerAlive }
}
