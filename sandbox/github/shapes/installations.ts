import { accountById, ownerOf } from '../lookups.ts'
import type { AppRegistration, Sandbox } from '../state.ts'
import type { Installation } from '../world.ts'
import { nodeId, simpleUser } from './accounts.ts'
import type { AppData, InstallationData, PermissionsData } from './github.ts'

/** Which App a sandbox without one speaks of. */
const unregistered = { id: 1, slug: 'app', permissions: {}, events: [] }

const settingsUrl = ({ state, config }: Sandbox, { id, accountId }: Installation) => {
  const account = ownerOf(state.world, accountId)
  const owner = account.type === 'Organization' ? `/organizations/${account.login}` : ''
  return `${config.url}${owner}/settings/installations/${id}`
}

export const installationData = (sandbox: Sandbox, installation: Installation) => {
  const { config, state } = sandbox
  const account = ownerOf(state.world, installation.accountId)
  const app = config.app ?? unregistered
  const suspender =
    installation.suspendedById === null
      ? undefined
      : accountById(state.world, installation.suspendedById)
  return {
    id: installation.id,
    client_id: config.clientId,
    account: simpleUser(sandbox, account),
    repository_selection: installation.repositoryIds === null ? 'all' : 'selected',
    access_tokens_url: `${config.apiUrl}/app/installations/${installation.id}/access_tokens`,
    repositories_url: `${config.apiUrl}/installation/repositories`,
    html_url: settingsUrl(sandbox, installation),
    app_id: app.id,
    app_slug: app.slug,
    target_id: account.id,
    target_type: account.type,
    permissions: (installation.permissions ?? app.permissions) as PermissionsData,
    events: app.events,
    created_at: installation.createdAt,
    updated_at: installation.updatedAt,
    single_file_name: null,
    has_multiple_single_files: false,
    single_file_paths: [],
    suspended_by: suspender ? simpleUser(sandbox, suspender) : null,
    suspended_at: installation.suspendedAt,
  } satisfies InstallationData
}

export const appData = (sandbox: Sandbox, app: AppRegistration) => {
  const { config, state } = sandbox
  const owner =
    state.world.accounts.find(({ type }) => type === 'Organization') ?? state.world.accounts[0]
  if (!owner) throw new Error("The sandbox's world has nobody to own the App")
  return {
    id: app.id,
    slug: app.slug,
    node_id: nodeId('A', app.id),
    client_id: config.clientId,
    owner: simpleUser(sandbox, owner),
    name: app.name ?? app.slug,
    description: null,
    external_url: new URL(config.callbackUrls[0] ?? config.url).origin,
    html_url: `${config.url}/github-apps/${app.slug}`,
    created_at: '2026-01-05T09:00:00Z',
    updated_at: '2026-01-05T09:00:00Z',
    permissions: app.permissions,
    events: app.events,
    installations_count: state.world.installations.length,
  } satisfies AppData
}
