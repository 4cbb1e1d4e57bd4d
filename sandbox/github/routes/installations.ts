import { z } from 'zod'
import { callerOf, userOf } from '../caller.ts'
import { GithubError, type Incoming, notFound, queryOf } from '../http.ts'
import { installationsFor, repositoriesFor } from '../lookups.ts'
import { pageOf, pageQuery } from '../pagination.ts'
import { permissionsOf } from '../rights.ts'
import { type Handle, type Route, route } from '../router.ts'
import type { InstallationsData, RepositoriesData } from '../shapes/github.ts'
import { installationData } from '../shapes/installations.ts'
import { repositoryData } from '../shapes/repositories.ts'
import type { Sandbox } from '../state.ts'

const page = z.strictObject(pageQuery)

/** Only a token that the App was given can tell where the App is. */
const userOfApp = (sandbox: Sandbox, incoming: Incoming) => {
  const user = userOf(sandbox, incoming)
  const caller = callerOf(sandbox, incoming)
  if (caller.kind === 'user' && caller.isPersonal) {
    throw new GithubError(
      403,
      'You must authenticate with an access token authorized to a GitHub App in order to list installations',
    )
  }
  return user
}

const listOwnInstallations: Handle = (sandbox, incoming) => {
  const user = userOfApp(sandbox, incoming)
  const visible = installationsFor(sandbox.state.world, user.id)
  const { items, headers } = pageOf(incoming, visible, queryOf(incoming, page))
  const body: InstallationsData = {
    total_count: visible.length,
    installations: items.map((installation) => installationData(sandbox, installation)),
  }
  return { status: 200, headers, body }
}

const listInstallationRepositories: Handle = (sandbox, incoming) => {
  const user = userOfApp(sandbox, incoming)
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
