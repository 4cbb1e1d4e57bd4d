import type { Tx } from '#context.ts'
import type { Organization } from '#generated/prisma/client.ts'
import { lock } from '#lib/locks.ts'
import { OrganizationNotFound } from '#organization/errors.ts'
import { type LimitKind, SpendingLimitExceeded } from '../errors.ts'
import { spentIn } from '../spending.ts'

/** What is to be pledged in the name of an organization, by whom. Cents. */
type Spending = { organizationId: string; userId: string; amount: bigint }

type Room = { limit: bigint | null; spent: bigint; amount: bigint }

/** No limit, and one of zero, leave room for anything. */
const requireRoom = (kind: LimitKind, { limit, spent, amount }: Room) => {
  if (limit && spent + amount > limit) throw new SpendingLimitExceeded({ kind, limit, spent })
}

/**
 * The organization in whose name is to be pledged, if its monthly limits leave room for it. Until the
 * transaction ends nobody else pledges in its name. The pledge's issue is locked before. Throws
 * OrganizationNotFound, SpendingLimitExceeded: first for the member, then for all.
 */
export const requireWithinLimits = async (
  tx: Tx,
  { organizationId, userId, amount }: Spending,
): Promise<Organization> => {
  await lock(tx.db, 'organization-spending', organizationId)
  const organization = await tx.db.organization.findFirst({
    where: { id: organizationId, deletedAt: null },
  })
  if (!organization) throw new OrganizationNotFound()
  const { perUserMonthlySpendingLimit, totalMonthlySpendingLimit } = organization
  const { byPerson, byAll } = await spentIn(tx, organizationId, userId)
  requireRoom('MEMBER', { limit: perUserMonthlySpendingLimit, spent: byPerson, amount })
  requireRoom('ORGANIZATION', { limit: totalMonthlySpendingLimit, spent: byAll, amount })
  return organization
}
