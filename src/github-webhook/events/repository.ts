import * as organizations from '#organization/service.ts'
import * as repositories from '#repository/service.ts'
import { type EventHandler, onEvent } from '../event.ts'
import { inRepository, noInstallation, onEventIn } from './place.ts'

/** Storing what the payload says of the repository is all there is to do. */
const onChanged = onEventIn('metadata', inRepository, async () => undefined)

const onDeleted = onEventIn('metadata', inRepository, async (tx, { organization }, payload) => {
  await repositories.remove(tx, organization, payload.repository.data)
})

/** The installation may be the old owner's: it tells nothing of the new one's. */
const onTransferred = onEvent('metadata', inRepository, async (tx, payload) => {
  if (!payload.installation) return noInstallation
  const { owner, data } = payload.repository
  const organization = await organizations.recognize(tx, owner, null)
  const access = repositories.impliedBy(payload.installation.id)
  await repositories.store(tx, organization, data, { access })
})

/** What happens to a repository as such. */
export const repositoryEvents: Record<string, EventHandler> = {
  public: onChanged,
  'repository.created': onChanged,
  'repository.renamed': onChanged,
  'repository.edited': onChanged,
  'repository.archived': onChanged,
  'repository.unarchived': onChanged,
  'repository.publicized': onChanged,
  'repository.privatized': onChanged,
  'repository.deleted': onDeleted,
  'repository.transferred': onTransferred,
}
