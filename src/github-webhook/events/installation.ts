import { z } from 'zod'
import type { Tx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { payloads } from '#github/service.ts'
import * as memberships from '#membership/service.ts'
import * as oauthAccounts from '#oauth-account/service.ts'
import * as organizations from '#organization/service.ts'
import type { RepositoryName } from '#repository/service.ts'
import * as repositories from '#repository/service.ts'
import { type EventHandler, onEvent } from '../event.ts'

const onEnterprise = { ignored: 'The App is installed on an enterprise, which has no repositories' }

const changed = z.object({
  installation: z.union([payloads.installation, payloads.enterpriseInstallation]),
  /** Of `created` alone: all that it may read. */
  repositories: z.array(payloads.repositoryName).optional(),
  repositories_added: z.array(payloads.repositoryName).optional(),
  repositories_removed: z.array(payloads.repositoryName).optional(),
})

/** A person's own account is administered by nobody else. */
const welcomeOwner = async (tx: Tx, { id: organizationId, externalId }: Organization) => {
  const owner = await oauthAccounts.find(tx, externalId)
  if (owner) await memberships.add(tx, { userId: owner.userId, organizationId, isAdmin: true })
}

/** Of a list of thousands the reading that follows stores the rest: a transaction has 30 seconds. */
const atOnce = 100

/** Something about an installation changed: everything that it says is stored, then read anew. */
const onChanged = onEvent(null, changed, async (tx, payload) => {
  if ('enterprise' in payload.installation) return onEnterprise
  const { account, installation } = payload.installation
  const organization = await organizations.install(tx, account, installation)
  const reach = async (names: RepositoryName[] = [], isGranted: boolean) => {
    const access = { installationId: installation.id, isGranted, asOf: installation.updatedAt }
    for (const name of names.slice(0, atOnce)) {
      await repositories.store(tx, organization, name, { access })
    }
  }
  await reach(payload.repositories, true)
  await reach(payload.repositories_added, true)
  await reach(payload.repositories_removed, false)
  if (organization.deletedAt) return { ignored: 'The installation is removed already' }
  if (account.isPersonal) await welcomeOwner(tx, organization)
  await tx.emit('organization.installed', { organizationId: organization.id })
  tx.publish('organization.updated', { organizationId: organization.id })
})

const onDeleted = onEvent(null, changed, async (tx, payload) => {
  if ('enterprise' in payload.installation) return onEnterprise
  const { account, installation } = payload.installation
  const ended = await organizations.uninstall(tx, account, installation.id)
  if (!ended) return { ignored: 'The account has a newer installation' }
})

/** Where the App is installed, and what it was given access to. */
export const installationEvents: Record<string, EventHandler> = {
  'installation.created': onChanged,
  'installation.new_permissions_accepted': onChanged,
  'installation.suspend': onChanged,
  'installation.unsuspend': onChanged,
  'installation.deleted': onDeleted,
  'installation_repositories.added': onChanged,
  'installation_repositories.removed': onChanged,
}
