import { z } from 'zod'
import { appOf } from '../caller.ts'
import { bodyOf, GithubError, notFound, queryOf } from '../http.ts'
import { installationById, repositoriesOf } from '../lookups.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { type Handle, type Route, route } from '../router.ts'
import type { InstallationTokenData, PermissionsData } from '../shapes/github.ts'
import { appData, installationData } from '../shapes/installations.ts'
import { repositoryData } from '../shapes/repositories.ts'
import type { AppRegistration, Level } from '../state.ts'
import { issueInstallationToken } from '../tokens.ts'
import type { Repository } from '../world.ts'

const level = z.enum(['read', 'write', 'admin'])

const tokenRequest = z.strictObject({
  permissions: z.record(z.string(), level).optional(),
  repository_ids: z.array(z.number().int()).max(500).optional(),
  repositories: z.array(z.string()).max(500).optional(),
})

const listQuery = z.strictObject({ ...pageQuery, outdated: z.string().optional() })

type TokenRequest = z.output<typeof tokenRequest>

const getApp: Handle = (sandbox, incoming) => {
  const app = appOf(sandbox, incoming)
  queryOf(incoming, z.strictObject({}))
  return { status: 200, body: appData(sandbox, app) }
}

/** The permissions asked for, all the App has if none. Throws 422 when it has less. */
const permissionsFor = (
  permissions: AppRegistration['permissions'],
  asked: TokenRequest['permissions'],
) => {
  if (!asked) return permissions
  for (const [name, wanted] of Object.entries(asked)) {
    const given = permissions[name]
    if (!given || level.options.indexOf(given) < level.options.indexOf(wanted)) {
      throw new GithubError(422, 'The permissions requested are not granted to this installation.')
    }
  }
  return asked
}

/** The repositories asked for, null if none. Throws 422 when one is not of the installation. */
const repositoriesAsked = (available: Repository[], asked: TokenRequest): Repository[] | null => {
  const { repository_ids: ids = [], repositories: names = [] } = asked
  if (!asked.repository_ids && !asked.repositories) return null
  const found = available.filter(({ id, name }) => ids.includes(id) || names.includes(name))
  const isWhole =
    ids.every((id) => found.some((repository) => repository.id === id)) &&
    names.every((name) => found.some((repository) => repository.name === name))
  if (isWhole) return found
  throw new GithubError(
    422,
    'There is at least one repository that does not exist or is not accessible to the parent installation.',
  )
}

const createInstallationToken: Handle = (sandbox, incoming) => {
  const app = appOf(sandbox, incoming)
  const { state } = sandbox
  const installation = installationById(state.world, Number(incoming.params.installation_id))
  if (!installation) throw notFound()
  if (installation.suspendedAt) {
    throw new GithubError(403, 'This installation has been suspended')
  }
  const asked = bodyOf(incoming, tokenRequest)
  const permissions: Record<string, Level> = permissionsFor(
    installation.permissions ?? app.permissions,
    asked.permissions,
  )
  const repositories = repositoriesAsked(repositoriesOf(state.world, installation), asked)
  const { token, expiresAt } = issueInstallationToken(state, {
    installationId: installation.id,
    permissions,
    repositoryIds: repositories?.map(({ id }) => id) ?? null,
  })
  const isSelected = repositories !== null || installation.repositoryIds !== null
  const body: InstallationTokenData = {
    token,
    expires_at: new Date(expiresAt).toISOString().replace(/\.\d+/, ''),
    permissions: permissions as PermissionsData,
    repository_selection: isSelected ? 'selected' : 'all',
    ...(repositories && {
      repositories: repositories.map((repository) => repositoryData(sandbox, repository)),
    }),
  }
  return { status: 201, body }
}

const listInstallations: Handle = (sandbox, incoming) => {
  appOf(sandbox, incoming)
  const { installations } = sandbox.state.world
  const { items, headers } = pageOf(incoming, installations, queryOf(incoming, listQuery))
  return { status: 200, headers, body: items.map((one) => installationData(sandbox, one)) }
}

const getInstallation: Handle = (sandbox, incoming) => {
  appOf(sandbox, incoming)
  queryOf(incoming, z.strictObject({}))
  const { installation_id: id } = incoming.params
  const installation = installationById(sandbox.state.world, Number(id))
  if (!installation) throw notFound()
  return { status: 200, body: installationData(sandbox, installation) }
}

export const app: Route[] = [
  route('GET /app', getApp),
  route('GET /app/installations', listInstallations),
  route('GET /app/installations/{installation_id}', getInstallation),
  route('POST /app/installations/{installation_id}/access_tokens', createInstallationToken),
]
