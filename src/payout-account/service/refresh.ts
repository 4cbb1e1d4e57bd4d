import type { Ctx } from '#context.ts'
import { lock } from '#lib/locks.ts'
import * as stripe from '#stripe/service.ts'
import { PayoutAccountNotFound } from '../errors.ts'
import * as openCollective from '../open-collective.ts'
import { apply, databaseTime, type Reading } from '../state.ts'
import { administered } from './access.ts'
import { adopt } from './create.ts'

const read = async (ctx: Ctx, stripeId: string): Promise<Reading> => {
  const askedAt = await databaseTime(ctx)
  const account = await stripe.orNull(stripe.of(ctx).accounts.retrieve(stripeId))
  return { account, askedAt }
}

const store = (ctx: Ctx, stripeId: string, reading: Reading): Promise<boolean> =>
  ctx.transaction(async (tx) => {
    const known = await tx.db.payoutAccount.findUnique({ where: { stripeId } })
    if (!known) return false
    await lock(tx.db, 'payout-account', known.id)
    const row = await tx.db.payoutAccount.findUniqueOrThrow({ where: { id: known.id } })
    await apply(tx, row, reading)
    return true
  })

/** Takes an account in whose opening was cut off before we had its id. */
const takeIn = async (ctx: Ctx, { account, askedAt }: Reading): Promise<boolean> => {
  const id = account?.metadata?.payout_account_id
  if (!account || !id || !/^[0-9a-f-]{36}$/.test(id)) return false
  return adopt(ctx, id, { account, askedAt })
}

const synchronize = async (ctx: Ctx, stripeId: string, reading: Reading): Promise<void> => {
  if (await store(ctx, stripeId, reading)) return
  if (await takeIn(ctx, reading)) return
  throw new PayoutAccountNotFound()
}

/**
 * Brings an account to what Stripe says of it now; for jobs. It is active while it has a currency
 * and may do all it needs to; one that has left us is not. Throws PayoutAccountNotFound for an
 * account that is none of ours, TryLater while Stripe is away.
 */
export const refresh = async (ctx: Ctx, stripeId: string): Promise<void> =>
  synchronize(ctx, stripeId, await stripe.orLater(read(ctx, stripeId)))

const refreshCollective = async (ctx: Ctx, id: string, slug: string): Promise<void> => {
  const columns = openCollective.columnsOf(await openCollective.findIfEligible(ctx, slug))
  await ctx.transaction(async (tx) => {
    await lock(tx.db, 'payout-account', id)
    const before = await tx.db.payoutAccount.findUniqueOrThrow({ where: { id } })
    await tx.db.payoutAccount.update({ where: { id }, data: columns })
    if (columns.status === 'ACTIVE' && before.status !== 'ACTIVE') {
      await tx.emit('payout_account.activated', { payoutAccountId: id })
    }
  })
}

/**
 * The same for a person who waits, such as one who comes back from Stripe's pages before its
 * webhook: at most 30 times an hour for an account. Throws PayoutAccountNotFound,
 * NotAnOrganizationAdmin, RateLimited, StripeUnavailable, StripeRefused, OpenCollectiveUnavailable.
 */
export const refreshForViewer = async (ctx: Ctx, id: string): Promise<void> => {
  const { stripeId, openCollectiveSlug } = await administered(ctx, id)
  await ctx.limits.use('payout-account.refresh', id)
  if (stripeId) await synchronize(ctx, stripeId, await stripe.orRefused(read(ctx, stripeId)))
  else if (openCollectiveSlug) await refreshCollective(ctx, id, openCollectiveSlug)
}
