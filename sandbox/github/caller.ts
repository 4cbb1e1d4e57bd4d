import { timingSafeEqual } from 'node:crypto'
import { appOfJwt } from './app-jwt.ts'
import { forbidden, GithubError, type Incoming, notFound } from './http.ts'
import { accountById, installationById } from './lookups.ts'
import type { AppRegistration, InstallationToken, Level, Sandbox, UserToken } from './state.ts'
import { findUserToken, isLive } from './tokens.ts'
import type { Account } from './world.ts'

/** Who makes a request. */
export type Caller =
  | { kind: 'anonymous' }
  /** By a token of the App, or by a personal one. */
  | { kind: 'user'; user: Account; token: UserToken; isPersonal: boolean }
  | { kind: 'installation'; token: InstallationToken }
  | { kind: 'app'; app: AppRegistration }

const badCredentials = () => new GithubError(401, 'Bad credentials')

const userCaller = ({ state }: Sandbox, credentials: string, isPersonal: boolean): Caller => {
  const token = isPersonal
    ? state.personalTokens.get(credentials)
    : findUserToken(state, credentials)
  const user = token && accountById(state.world, token.userId)
  if (!token || !user || !isLive(token)) throw badCredentials()
  return { kind: 'user', user, token, isPersonal }
}

const installationCaller = ({ state }: Sandbox, credentials: string): Caller => {
  const token = state.installationTokens.get(credentials)
  const installation = token && installationById(state.world, token.installationId)
  if (!token || !installation || !isLive(token)) throw badCredentials()
  if (installation.suspendedAt) {
    throw new GithubError(403, 'This installation has been suspended')
  }
  return { kind: 'installation', token }
}

/** Who makes a request. Throws 401 when what they show is no good, whatever they ask for. */
export const callerOf = (sandbox: Sandbox, { headers }: Incoming): Caller => {
  const header = headers.authorization
  if (header === undefined) return { kind: 'anonymous' }
  const credentials = /^(?:token|bearer) +(\S+)$/i.exec(header)?.[1]
  if (!credentials) throw badCredentials()
  if (credentials.startsWith('ghu_')) return userCaller(sandbox, credentials, false)
  if (/^(ghp|github_pat)_/.test(credentials)) return userCaller(sandbox, credentials, true)
  if (credentials.startsWith('ghs_')) return installationCaller(sandbox, credentials)
  if (credentials.includes('.')) return { kind: 'app', app: appOfJwt(sandbox.config, credentials) }
  throw badCredentials()
}

/** The person who makes a request. Throws 401 where nobody does, 403 where it is the App. */
export const userOf = (sandbox: Sandbox, incoming: Incoming): Account => {
  const caller = callerOf(sandbox, incoming)
  if (caller.kind === 'user') return caller.user
  throw caller.kind === 'anonymous' ? new GithubError(401, 'Requires authentication') : forbidden()
}

/** The App, by its own token. */
export const appOf = (sandbox: Sandbox, incoming: Incoming): AppRegistration => {
  const caller = callerOf(sandbox, incoming)
  if (caller.kind === 'app') return caller.app
  throw new GithubError(401, 'A JSON web token could not be decoded')
}

const levels: Level[] = ['read', 'write', 'admin']

/** Whether permissions include one, by one of its names. */
export const includesLevel = (
  permissions: Record<string, Level>,
  names: string[],
  level: Level,
): boolean =>
  names.some((name) => {
    const given = permissions[name]
    return given !== undefined && levels.indexOf(given) >= levels.indexOf(level)
  })

/** Throws 403 unless the App has a permission, by one of its names. Personal tokens need none. */
export const demandPermission = (sandbox: Sandbox, incoming: Incoming, names: string[]) => {
  const { app } = sandbox.config
  const caller = callerOf(sandbox, incoming)
  if (!app || (caller.kind === 'user' && caller.isPersonal)) return
  if (!includesLevel(app.permissions, names, 'read')) throw forbidden()
}

const isSame = (a: string, b: string) => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}

/**
 * Lets pass who shows the client's id and secret, of the client that the path names
 * ("REST API endpoints for OAuth authorizations").
 */
export const demandClient = ({ config }: Sandbox, { headers, params }: Incoming) => {
  const encoded = /^basic +(\S+)$/i.exec(headers.authorization ?? '')?.[1] ?? ''
  const expected = `${config.clientId}:${config.clientSecret}`
  const given = Buffer.from(encoded, 'base64').toString('utf8')
  if (!isSame(given, expected)) throw badCredentials()
  if (params.client_id !== config.clientId) throw notFound()
}
