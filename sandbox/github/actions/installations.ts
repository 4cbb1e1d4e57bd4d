import type { Act } from '../clock.ts'
import { emitTo } from '../events/emit.ts'
import { repositoriesOf } from '../lookups.ts'
import { installationData } from '../shapes/installations.ts'
import { repositoryName } from '../shapes/repositories.ts'
import {
  type Account,
  type Installation,
  installation as newInstallation,
  nextId,
  type Repository,
} from '../world.ts'
import { emitReach } from './repositories.ts'

const emitInstallation = (act: Act, installation: Installation, action: string) => {
  const { sandbox } = act
  const repositories = repositoriesOf(sandbox.state.world, installation)
  const lists = ['created', 'deleted'].includes(action)
  emitTo(
    act,
    { installation },
    {
      event: 'installation',
      action,
      body: () => ({
        installation: installationData(sandbox, installation),
        ...(lists && { repositories: repositories.map((one) => repositoryName(sandbox, one)) }),
        ...(action === 'created' && { requester: null }),
      }),
    },
  )
}

/** Installs the App on an account: on all repositories, or on those given. */
export const install = (
  act: Act,
  account: Account,
  given: { id?: number; repositoryIds: number[] | null },
): Installation => {
  const { world } = act.sandbox.state
  const { id = nextId(world), repositoryIds } = given
  const times = { createdAt: act.at, updatedAt: act.at }
  const installation = newInstallation({ id, accountId: account.id, repositoryIds, ...times })
  world.installations.push(installation)
  emitInstallation(act, installation, 'created')
  return installation
}

/** Ends an installation and its tokens. */
export const uninstall = (act: Act, installation: Installation) => {
  const { state } = act.sandbox
  emitInstallation(act, installation, 'deleted')
  state.world.installations = state.world.installations.filter(({ id }) => id !== installation.id)
  for (const [token, { installationId }] of state.installationTokens) {
    if (installationId === installation.id) state.installationTokens.delete(token)
  }
}

export const suspend = (act: Act, installation: Installation, isSuspended: boolean) => {
  installation.suspendedAt = isSuspended ? act.at : null
  installation.suspendedById = isSuspended ? act.by.id : null
  installation.updatedAt = act.at
  emitInstallation(act, installation, isSuspended ? 'suspend' : 'unsuspend')
}

/** The account agrees to other permissions; null for all that the App asks for. */
export const acceptPermissions = (
  act: Act,
  installation: Installation,
  permissions: Installation['permissions'],
) => {
  installation.permissions = permissions
  installation.updatedAt = act.at
  emitInstallation(act, installation, 'new_permissions_accepted')
}

/** Gives an installation other repositories; null for all of the account's. */
export const setReach = (act: Act, installation: Installation, repositoryIds: number[] | null) => {
  const { world } = act.sandbox.state
  const before = repositoriesOf(world, installation)
  installation.repositoryIds = repositoryIds
  installation.updatedAt = act.at
  const after = repositoriesOf(world, installation)
  const beyond = (some: Repository[], others: Repository[]) =>
    some.filter((repository) => !others.includes(repository))
  const removed = beyond(before, after)
  const added = beyond(after, before)
  if (removed.length > 0) emitReach(act, installation, 'removed', removed)
  if (added.length > 0) emitReach(act, installation, 'added', added)
}
