import { payloads } from '#github/service.ts'
import * as organizations from '#organization/service.ts'
import { type EventHandler, onEvent } from '../event.ts'
import { noInstallation } from './place.ts'

const ofOrganization = payloads.named.extend({ organization: payloads.account })

const ofAccount = payloads.named.extend({ account: payloads.account })

/** What happens to an organization as such. */
export const organizationEvents: Record<string, EventHandler> = {
  'organization.renamed': onEvent(
    'members',
    ofOrganization,
    async (tx, { organization: account, installation }) => {
      if (!installation) return noInstallation
      const organization = await organizations.recognize(tx, account, installation.id)
      await organizations.rename(tx, organization, account)
    },
  ),
  // Also a person's account, of which there are no other events.
  'installation_target.renamed': onEvent(null, ofAccount, async (tx, { account, installation }) => {
    if (!installation) return noInstallation
    const organization = await organizations.recognize(tx, account, installation.id)
    await organizations.rename(tx, organization, account)
  }),
}
