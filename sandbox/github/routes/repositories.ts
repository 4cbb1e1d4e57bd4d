import { z } from 'zod'
import { canSee, repositoryAt } from '../access.ts'
import { type Caller, callerOf } from '../caller.ts'
import { forbidden, queryOf } from '../http.ts'
import { installationById, repositoriesOf } from '../lookups.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { permissionsOf } from '../rights.ts'
import { type Handle, type Route, route } from '../router.ts'
import type { InstallationRepositoriesData } from '../shapes/github.ts'
import { fullRepositoryData, repositoryData } from '../shapes/repositories.ts'
import type { Sandbox } from '../state.ts'
import type { Repository } from '../world.ts'

const permissionsFor = (sandbox: Sandbox, caller: Caller, repository: Repository) =>
  caller.kind === 'user' && { permissions: permissionsOf(sandbox, repository, caller.user) }

const getRepository: Handle = (sandbox, incoming) => {
  queryOf(incoming, z.strictObject({}))
  const { repository, caller } = repositoryAt(sandbox, incoming)
  const permissions = permissionsFor(sandbox, caller, repository)
  return { status: 200, body: { ...fullRepositoryData(sandbox, repository), ...permissions } }
}

/** What an installation token reaches; nobody else may ask. */
const listInstallationRepositories: Handle = (sandbox, incoming) => {
  const caller = callerOf(sandbox, incoming)
  if (caller.kind !== 'installation') throw forbidden()
  const { world } = sandbox.state
  const installation = installationById(world, caller.token.installationId)
  const all = installation ? repositoriesOf(world, installation) : []
  const visible = all.filter((repository) =>
    canSee(sandbox, caller, { ...repository, isPrivate: true }),
  )
  const { items, headers } = pageOf(incoming, visible, queryOf(incoming, z.strictObject(pageQuery)))
  const body: InstallationRepositoriesData = {
    total_count: visible.length,
    repositories: items.map((repository) => repositoryData(sandbox, repository)),
    repository_selection: installation?.repositoryIds === null ? 'all' : 'selected',
  }
  return { status: 200, headers, body }
}

export const repositories: Route[] = [
  route('GET /repos/{owner}/{repo}', getRepository),
  route('GET /installation/repositories', listInstallationRepositories),
]
