import { payloads } from '#github/service.ts'
import * as memberships from '#membership/service.ts'
import * as organizations from '#organization/service.ts'
import { type EventHandler, onEvent } from '../event.ts'
import { noInstallation } from './place.ts'

const ofOrganization = payloads.named.extend({ organization: payloads.account })

const ofAccount = payloads.named.extend({ account: payloads.account })

/** Someone joined or left. The event may be late, so that GitHub is asked who belongs to it now. */
const onMembersChanged = onEvent(
  'members',
  ofOrganization,
  async (tx, { organization: account, installation }) => {
    if (!installation) return noInstallation
    const organization = await organizations.recognize(tx, account, installation.id)
    if (!organizations.isActive(organization)) return { ignored: 'The App may not act there' }
    await memberships.sendSync(tx, organization.id)
  },
)

/** What happens to an organization as such. */
export const organizationEvents: Record<string, EventHandler> = {
  'organization.renamed': onEvent(
    'members',
    ofOrganization,
    async (tx, { organization: account, installation }) => {
      if (!installation) return noInstallation
      const organization = await organizations.recognize(tx, account, installation.id)
      await organizations.followRename(tx, organization, account)
    },
  ),
  'organization.member_added': onMembersChanged,
  'organization.member_removed': onMembersChanged,
  // Also a person's account, of which there are no other events.
  'installation_target.renamed': onEvent(null, ofAccount, async (tx, { account, installation }) => {
    if (!installation) return noInstallation
    const organization = await organizations.recognize(tx, account, installation.id)
    await organizations.followRename(tx, organization, account)
  }),
}
