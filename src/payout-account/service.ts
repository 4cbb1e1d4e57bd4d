import type { Tx } from '#context.ts'
import type { PayoutAccount } from '#generated/prisma/client.ts'

export { administered } from './service/access.ts'
export { create, type NewAccount } from './service/create.ts'
export { dashboardLink, onboardingLink } from './service/links.ts'
export { refresh, refreshForViewer } from './service/refresh.ts'

/** Whom money is for: a person or an organization. */
export type Receiver = { userId: string | null; organizationId: string | null }

/** The account of a receiver, active or not; null if they have none. */
export const findOf = async (
  tx: Pick<Tx, 'db'>,
  { userId, organizationId }: Receiver,
): Promise<PayoutAccount | null> => {
  if (organizationId) return tx.db.payoutAccount.findUnique({ where: { organizationId } })
  return userId ? tx.db.payoutAccount.findUnique({ where: { userId } }) : null
}

/** The account with our id. */
export const findById = (tx: Pick<Tx, 'db'>, id: string): Promise<PayoutAccount | null> =>
  tx.db.payoutAccount.findUnique({ where: { id } })

/** The account with Stripe's id. */
export const findByStripeId = (
  tx: Pick<Tx, 'db'>,
  stripeId: string,
): Promise<PayoutAccount | null> => tx.db.payoutAccount.findUnique({ where: { stripeId } })
