import { z } from 'zod'
import { userOf } from '../caller.ts'
import { notFound, queryOf } from '../http.ts'
import { installationsFor, repositoriesFor } from '../lookups.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { permissionsOf } from '../rights.ts'
import { type Handle, type Route, route } from '../router.ts'
import type { InstallationsData, RepositoriesData } from '../shapes/github.ts'
import { installationData } from '../shapes/installations.ts'
import { repositoryData } from '../shapes/repositories.ts'

const page = z.strictObject(pageQuery)

const listOwnInstallations: Handle = (sandbox, incoming) => {
  const user = userOf(sandbox, incoming)
  const visible = installationsFor(sandbox.state.world, user.id)
  const { items, headers } = pageOf(incoming, visible, queryOf(incoming, page))
  const body: InstallationsData = {
    total_count: visible.length,
    installations: items.map((installation) => installationData(sandbox, installation)),
  }
  return { status: 200, headers, body }
}

const listInstallationRepositories: Handle = (sandbox, incoming) => {
  const user = userOf(sandbox, incoming)
  const { world } = sandbox.state
  const installation = installationsFor(world, user.id).find(
    ({ id }) => `${id}` === incoming.params.installation_id,
  )
  if (!installation) throw notFound()
  const visible = repositoriesFor(world, installation, user.id)
  const { items, headers } = pageOf(incoming, visible, queryOf(incoming, page))
  const body: RepositoriesData = {
    total_count: visible.length,
    repositories: items.map((repository) => ({
      ...repositoryData(sandbox, repository),
      permissions: permissionsOf(sandbox, repository, user),
    })),
  }
  return { status: 200, headers, body }
}

export const installations: Route[] = [
  route('GET /user/installations', listOwnInstallations),
  route('GET /user/installations/{installation_id}/repositories', listInstallationRepositories),
]
