import * as repositories from '#repository/service.ts'
import { type EventHandler, onEvent } from '../event.ts'
import { inRepository, noInstallation, organizationOf } from './place.ts'

const onChanged = onEvent('metadata', inRepository, async (tx, payload) => {
  if (!payload.installation) return noInstallation
  const organization = await organizationOf(tx, payload)
  if ('ignored' in organization) return organization
  await repositories.store(tx, organization, payload.repository.data)
})

/** What happens to a repository as such. */
export const repositoryEvents: Record<string, EventHandler> = {
  public: onChanged,
  'repository.renamed': onChanged,
  'repository.edited': onChanged,
  'repository.archived': onChanged,
  'repository.publicized': onChanged,
  'repository.privatized': onChanged,
  'repository.deleted': onEvent('metadata', inRepository, async (tx, payload) => {
    if (!payload.installation) return noInstallation
    const organization = await organizationOf(tx, payload)
    if ('ignored' in organization) return organization
    await repositories.remove(tx, organization, payload.repository.data)
  }),
}
