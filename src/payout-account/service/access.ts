import type { Tx } from '#context.ts'
import type { PayoutAccount } from '#generated/prisma/client.ts'
import { NotAnOrganizationAdmin } from '#organization/errors.ts'
import { PayoutAccountNotFound } from '../errors.ts'
import * as policy from '../policy.ts'

/**
 * The account with our id, if the viewer may have it changed. Throws PayoutAccountNotFound, and
 * NotAnOrganizationAdmin for who may only see it.
 */
export const administered = async (
  ctx: Pick<Tx, 'db' | 'viewer'>,
  id: string,
): Promise<PayoutAccount> => {
  const account = await ctx.db.payoutAccount.findUnique({ where: { id } })
  if (account && policy.canAdminister(ctx.viewer, account)) return account
  const isVisible =
    account &&
    (await ctx.db.payoutAccount.count({ where: { AND: [policy.readable(ctx.viewer), { id }] } })) >
      0
  throw isVisible ? new NotAnOrganizationAdmin() : new PayoutAccountNotFound()
}
