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
  by: Pick<UserViewer, 'sessionId' | 'tokenId' | 'scopes'>,
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

const viewerOfSession = (ctx: Ctx, { id, user }: { id: string; user: Person }) =>
  viewerOf(ctx, user, { sessionId: id, tokenId: null, scopes: null })

const viewerOfToken = (
  ctx: Ctx,
  { id, user, scopes }: { id: string; user: Person; scopes: string[] },
) => viewerOf(ctx, user, { sessionId: null, tokenId: id, scopes: new Set(scopes as Scope[]) })

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
    if (session) return viewerOfSession(ctx, session)
  }
  const [, bearer] = /^Bearer (.*)$/i.exec(headers.get('authorization') ?? '') ?? []
  if (bearer === undefined) return anonymous
  const token = await tokens.use(ctx, bearer.trim())
  return viewerOfToken(ctx, token)
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
  return createContext(app, { viewer, ...facts })
}

/** A viewer with the memberships of now, and when their session or token ends. */
export type LivingViewer = { viewer: UserViewer; expiresAt: Date | null }

/**
 * Looks up many sessions and tokens at once, those of whoever stays connected. Returns what lives
 * of them, by the id of the session or token; an id that is missing has ended.
 */
export const findLivingViewers = async (
  ctx: Ctx,
  { sessionIds, tokenIds }: { sessionIds: string[]; tokenIds: string[] },
): Promise<Map<string, LivingViewer>> => {
  const [livingSessions, livingTokens] = await Promise.all([
    sessionIds.length > 0 ? sessions.findLiving(ctx, sessionIds) : [],
    tokenIds.length > 0 ? tokens.findLiving(ctx, tokenIds) : [],
  ])
  return new Map([
    ...livingSessions.map(
      (session) =>
        [
          session.id,
          { viewer: viewerOfSession(ctx, session), expiresAt: session.expiresAt },
        ] as const,
    ),
    ...livingTokens.map(
      (token) =>
        [token.id, { viewer: viewerOfToken(ctx, token), expiresAt: token.expiresAt }] as const,
    ),
  ])
}
