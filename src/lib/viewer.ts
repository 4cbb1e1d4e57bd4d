import { ExpectedError } from './errors.ts'
import type { Scope } from './scopes.ts'

/** Somebody who is signed in, or whose token is used. */
export type UserViewer = {
  kind: 'user'
  userId: string
  login: string | null
  isStaff: boolean
  /** The organizations that this person administers, by id. */
  adminOf: ReadonlySet<string>
  /** The organizations that this person belongs to, by id; those they administer too. */
  memberOf: ReadonlySet<string>
  /** The browser session that the cookie names; null for a token. */
  sessionId: string | null
  /** The personal access token that was sent; null in a session. */
  tokenId: string | null
  /** What a token may do; null in a session, which may do all that its person may. */
  scopes: ReadonlySet<Scope> | null
}

/** Who asks: nobody known, a person, or the server itself (a job, a webhook). */
export type Viewer = { kind: 'anonymous' } | { kind: 'system' } | UserViewer

export const anonymous: Viewer = { kind: 'anonymous' }
export const system: Viewer = { kind: 'system' }

/** The person who asks, if that person may do this: a token needs the scope, a session none. */
export const personWith = (viewer: Viewer, scope: Scope): UserViewer | null =>
  viewer.kind === 'user' && (viewer.scopes === null || viewer.scopes.has(scope)) ? viewer : null

/** The person who asks. Throws UNAUTHENTICATED for anybody else. */
export const personOf = ({ viewer }: { viewer: Viewer }): UserViewer => {
  if (viewer.kind !== 'user') throw new ExpectedError('UNAUTHENTICATED', 'Sign in first')
  return viewer
}

/** The id of no row: for a `where` that must match nothing. */
export const nobody = '00000000-0000-0000-0000-000000000000'

/** Whether the viewer administers an organization, and may use that here. */
export const administers = (viewer: Viewer, scope: Scope, organizationId: string): boolean =>
  viewer.kind === 'system' || (personWith(viewer, scope)?.adminOf.has(organizationId) ?? false)

/** Whether the viewer belongs to an organization, and may use that here. */
export const belongsTo = (viewer: Viewer, scope: Scope, organizationId: string): boolean =>
  viewer.kind === 'system' || (personWith(viewer, scope)?.memberOf.has(organizationId) ?? false)
