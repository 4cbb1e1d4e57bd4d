import { z } from 'zod'
import { payloads } from '#github/service.ts'
import * as organizations from '#organization/service.ts'
import * as repositories from '#repository/service.ts'
import { type EventHandler, onEvent } from '../event.ts'

const removedAlready = { ignored: 'The installation is removed already' }

const created = z.object({
  installation: payloads.installation,
  repositories: z.array(payloads.repositoryName).optional(),
})

const changed = z.object({
  installation: payloads.installation,
  repositories_added: z.array(payloads.repositoryName),
  repositories_removed: z.array(payloads.repositoryName),
})

const onRepositoriesChanged = onEvent(null, changed, async (tx, payload) => {
  const { account, installation } = payload.installation
  const organization = await organizations.install(tx, account, installation)
  if (!organization) return removedAlready
  for (const repository of payload.repositories_removed) {
    await repositories.remove(tx, organization, repository)
  }
  for (const repository of payload.repositories_added) {
    await repositories.add(tx, organization, repository)
  }
})

/** Where the App is installed, and what it was given access to. */
export const installationEvents: Record<string, EventHandler> = {
  'installation.created': onEvent(null, created, async (tx, payload) => {
    const { account, installation } = payload.installation
    const organization = await organizations.install(tx, account, installation)
    if (!organization) return removedAlready
    for (const repository of payload.repositories ?? []) {
      await repositories.add(tx, organization, repository)
    }
  }),
  'installation.deleted': onEvent(
    null,
    z.object({ installation: payloads.installation }),
    async (tx, payload) => {
      const { account, installation } = payload.installation
      const ended = await organizations.uninstall(tx, account, installation.id)
      if (!ended) return { ignored: 'The account has a newer installation' }
    },
  ),
  'installation_repositories.added': onRepositoriesChanged,
  'installation_repositories.removed': onRepositoriesChanged,
}
