import { botOf } from './bot.ts'
import { type Caller, callerOf, includesLevel } from './caller.ts'
import { forbidden, GithubError, type Incoming, MovedError, notFound } from './http.ts'
import {
  covers,
  installationById,
  installationOf,
  repositoryById,
  repositoryByName,
} from './lookups.ts'
import { permissionsOf } from './rights.ts'
import type { Level, Sandbox } from './state.ts'
import type { Issue } from './world/issues.ts'
import { type Account, contentsOf, type Repository } from './world.ts'

/** What an App needs to be given for something: by any of these names, for either kind of issue. */
export type Permission = 'issues' | 'pull_requests' | 'contents' | 'metadata'

const isOfToken = (
  { state }: Sandbox,
  { token }: Extract<Caller, { kind: 'installation' }>,
  repository: Repository,
) => {
  const installation = installationById(state.world, token.installationId)
  const isChosen = token.repositoryIds?.includes(repository.id) ?? true
  return installation !== undefined && isChosen && covers(installation, repository)
}

/** What a token may do: what it was made for, as far as the account still agrees to that. */
const within = (asked: Record<string, Level>, given: Record<string, Level>) =>
  Object.fromEntries(
    Object.entries(asked).filter(([name, level]) => includesLevel(given, [name], level)),
  )

/** What the App may do in a repository on behalf of a caller; null where it is not installed. */
const appPermissions = (
  sandbox: Sandbox,
  caller: Caller,
  repository: Repository,
): Record<string, Level> | null => {
  const installation = installationOf(sandbox.state.world, repository)
  if (!installation) return null
  const given = installation.permissions ?? sandbox.config.app?.permissions ?? {}
  if (caller.kind !== 'installation') return given
  return isOfToken(sandbox, caller, repository) ? within(caller.token.permissions, given) : null
}

/** Whether a caller may know of a repository: what is public, everybody. */
export const canSee = (sandbox: Sandbox, caller: Caller, repository: Repository): boolean => {
  if (!repository.isPrivate) return true
  if (caller.kind === 'installation') return isOfToken(sandbox, caller, repository)
  if (caller.kind !== 'user') return false
  if (!permissionsOf(sandbox, repository, caller.user).pull) return false
  return caller.isPersonal || appPermissions(sandbox, caller, repository) !== null
}

const rest = (incoming: Incoming) => {
  const [, after = ''] = /\/repos\/[^/]+\/[^/]+(.*)$/.exec(incoming.path) ?? []
  return after + incoming.url.search
}

/** The repository that the path names. Throws 404, and 301 where it had that name once. */
export const repositoryAt = (sandbox: Sandbox, incoming: Incoming) => {
  const { state, config } = sandbox
  const caller = callerOf(sandbox, incoming)
  // The App itself reads nothing; its installations do.
  if (caller.kind === 'app') throw forbidden()
  const { owner = '', repo = '' } = incoming.params
  const present = repositoryByName(state.world, owner, repo)
  const formerId = state.world.formerNames.get(`${owner}/${repo}`.toLowerCase())
  const repository = present ?? repositoryById(state.world, formerId ?? 0)
  if (!repository || !canSee(sandbox, caller, repository)) throw notFound()
  if (!present) {
    const location = `${config.apiUrl}/repositories/${repository.id}${rest(incoming)}`
    throw new MovedError(incoming.method === 'GET' ? 301 : 307, location)
  }
  return { repository, caller }
}

/** Lets pass who may read something of a repository. Public things are open to everybody. */
export const demandRead = (
  sandbox: Sandbox,
  caller: Caller,
  repository: Repository,
  permissions: Permission[],
) => {
  if (!repository.isPrivate || (caller.kind === 'user' && caller.isPersonal)) return
  const given = appPermissions(sandbox, caller, repository) ?? {}
  if (!includesLevel(given, permissions, 'read')) throw forbidden()
}

/**
 * Who writes to a repository: a person, or the App as its bot. Throws 401 for nobody, 403 where the
 * App is not installed or may not, or where the repository is archived.
 */
export const demandWrite = (
  sandbox: Sandbox,
  caller: Caller,
  repository: Repository,
  permissions: Permission[],
): Account => {
  if (caller.kind === 'anonymous') throw new GithubError(401, 'Requires authentication')
  if (caller.kind === 'app') throw forbidden()
  if (caller.kind === 'installation' || !caller.isPersonal) {
    const given = appPermissions(sandbox, caller, repository) ?? {}
    if (!includesLevel(given, permissions, 'write')) throw forbidden()
  }
  if (repository.isArchived) {
    throw new GithubError(403, 'Repository was archived so is read-only.')
  }
  return caller.kind === 'user' ? caller.user : botOf(sandbox)
}

/** Whether somebody who may write may also sort issues: set labels, edit what others wrote. */
export const mayTriage = (sandbox: Sandbox, by: Account, repository: Repository): boolean =>
  by.type === 'Bot' || permissionsOf(sandbox, repository, by).triage

/**
 * The issue or pull request that the path names. Throws 404, 410 where it was deleted, 301 where
 * it was transferred.
 */
export const issueAt = (
  sandbox: Sandbox,
  caller: Caller,
  repository: Repository,
  incoming: Incoming,
): Issue => {
  const number = Number(incoming.params.issue_number)
  const contents = contentsOf(sandbox.state.world, repository.id)
  const issue = contents.issues.get(number)
  if (issue) return issue
  const moved = contents.moved.get(number)
  const target = moved && repositoryById(sandbox.state.world, moved.repositoryId)
  if (moved && target && canSee(sandbox, caller, target)) {
    const [, after = ''] = /\/issues\/\d+(.*)$/.exec(incoming.path) ?? []
    const place = `/repositories/${target.id}/issues/${moved.number}${after}`
    const location = sandbox.config.apiUrl + place + incoming.url.search
    throw new MovedError(incoming.method === 'GET' ? 301 : 307, location)
  }
  if (contents.deleted.has(number)) throw new GithubError(410, 'This issue was deleted')
  throw notFound()
}
