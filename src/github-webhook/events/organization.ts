import { payloads } from '#github/service.ts'
import * as organizations from '#organization/service.ts'
import { type EventHandler, onEvent } from '../event.ts'
import { noInstallation, notInstalled } from './place.ts'

/** What happens to an organization as such. */
export const organizationEvents: Record<string, EventHandler> = {
  'organization.renamed': onEvent(
    'members',
    payloads.named.extend({ organization: payloads.account }),
    async (tx, { organization: account, installation }) => {
      if (!installation) return noInstallation
      const organization = await organizations.recognize(tx, account, installation.id)
      if (!organization) return notInstalled(account)
      await organizations.rename(tx, organization, account)
    },
  ),
}
