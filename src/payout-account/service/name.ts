import type { Ctx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import * as organizations from '#organization/service.ts'
import * as users from '#user/service.ts'

/** How Stripe shows the account of an organization: by its login, of a person's own `org/login`. */
export const nameOfOrganization = ({ isPersonal, login }: Organization): string =>
  isPersonal ? `org/${login}` : login

/** How Stripe shows the account of a person. */
export const nameOfUser = ({ id, login }: { id: string; login: string | null }): string =>
  `user/${login ?? id}`

/** How Stripe is to show an account now; null where its owner is gone. */
export const nameOf = async (
  ctx: Ctx,
  { userId, organizationId }: { userId: string | null; organizationId: string | null },
): Promise<string | null> => {
  if (userId) return nameOfUser(await users.get(ctx, userId))
  const organization = organizationId && (await organizations.findById(ctx, organizationId))
  return organization ? nameOfOrganization(organization) : null
}
