import type { z } from 'zod'
import type { Tx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { payloads } from '#github/service.ts'
import type { Account } from '#organization/service.ts'
import * as organizations from '#organization/service.ts'
import type { Ignored } from '../event.ts'

/** A payload about a repository. Only one of an organization names that apart from the owner. */
export const inRepository = payloads.named.extend({
  repository: payloads.repository,
  organization: payloads.account.optional(),
})

export const noInstallation: Ignored = { ignored: 'The delivery names no installation' }

export const notInstalled = ({ login }: Account): Ignored => ({
  ignored: `${login} is unknown or uninstalled, and the delivery names no present installation`,
})

/** The organization whose repository a payload is about, by the rules of `recognize`. */
export const organizationOf = async (
  tx: Tx,
  { repository, organization, installation }: z.output<typeof inRepository>,
): Promise<Organization | Ignored> => {
  const account = organization ?? repository.owner
  return (
    (await organizations.recognize(tx, account, installation?.id ?? null)) ?? notInstalled(account)
  )
}
