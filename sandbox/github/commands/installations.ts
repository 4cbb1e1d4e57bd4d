import { z } from 'zod'
import {
  acceptPermissions,
  install,
  setReach,
  suspend,
  uninstall,
} from '../actions/installations.ts'
import { ownerOf } from '../lookups.ts'
import type { Sandbox } from '../state.ts'
import {
  accountNamed,
  acting,
  actOn,
  command,
  installationWithId,
  repositoryNamed,
  withoutInput,
} from './command.ts'

const byId = { ...acting, id: z.number().int() }

/** Full names; null for all of the account's repositories. */
const reach = z.array(z.string()).nullable()

const on = (sandbox: Sandbox, given: { id: number; by?: string; at?: string }) => {
  const installation = installationWithId(sandbox, given.id)
  const owner = ownerOf(sandbox.state.world, installation.accountId)
  return { installation, act: actOn(sandbox, owner, given) }
}

const idsOf = (sandbox: Sandbox, names: z.output<typeof reach>) =>
  names?.map((name) => repositoryNamed(sandbox, name).id) ?? null

export const installationCommands = {
  install: command(
    z.strictObject({
      ...acting,
      id: z.number().int().positive().optional(),
      account: z.string(),
      repositories: reach.default(null),
    }),
    (sandbox, given) => {
      const account = accountNamed(sandbox, given.account)
      const { installations } = sandbox.state.world
      if (installations.some(({ accountId }) => accountId === account.id)) {
        throw new Error(`The App is installed for ${account.login} already`)
      }
      const repositoryIds = idsOf(sandbox, given.repositories)
      const act = actOn(sandbox, account, given)
      return { id: install(act, account, { id: given.id, repositoryIds }).id }
    },
  ),
  uninstall: command(z.strictObject(byId), (sandbox, given) => {
    const { act, installation } = on(sandbox, given)
    uninstall(act, installation)
  }),
  /** Suspends an installation, or takes it up again. */
  suspendInstallation: command(
    z.strictObject({ ...byId, isSuspended: z.boolean().default(true) }),
    (sandbox, given) => {
      const { act, installation } = on(sandbox, given)
      suspend(act, installation, given.isSuspended)
    },
  ),
  /** Which repositories an installation has. */
  setInstallationRepositories: command(
    z.strictObject({ ...byId, repositories: reach }),
    (sandbox, given) => {
      const { act, installation } = on(sandbox, given)
      setReach(act, installation, idsOf(sandbox, given.repositories))
    },
  ),
  /** Tells of every installation anew, so that the App reads what it may have missed. */
  announceInstallations: command(withoutInput, (sandbox) => {
    for (const { id, permissions, suspendedAt } of sandbox.state.world.installations) {
      const { act, installation } = on(sandbox, { id })
      if (!suspendedAt) acceptPermissions(act, installation, permissions)
    }
  }),
  /** What an installation may do; null for all that the App asks for. */
  acceptPermissions: command(
    z.strictObject({
      ...byId,
      permissions: z
        .record(z.string(), z.enum(['read', 'write', 'admin']))
        .nullable()
        .default(null),
    }),
    (sandbox, given) => {
      const { act, installation } = on(sandbox, given)
      acceptPermissions(act, installation, given.permissions)
    },
  ),
}
