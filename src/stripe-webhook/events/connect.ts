import { z } from 'zod'
import * as payouts from '#payout/service.ts'
import * as payoutAccounts from '#payout-account/service.ts'
import { type ConnectHandlers, onEvent } from '../event.ts'

/** Stripe is asked what the account may do now: what the event says may be old. */
const refresh = onEvent(z.unknown(), async (ctx, _object, account: string) => {
  await payoutAccounts.refresh(ctx, account)
  return undefined
})

const payout = z.object({ id: z.string() })

/** Every event of connected accounts that we act on, by its type. */
export const connectEvents: ConnectHandlers = {
  'account.updated': refresh,
  'account.application.deauthorized': refresh,
  'payout.paid': onEvent(payout, async (ctx, { id }, account: string) => {
    await payouts.record(ctx, { account, payoutId: id })
    return undefined
  }),
  'payout.failed': onEvent(payout, async (ctx, { id }, account: string) => {
    await payouts.recordFailure(ctx, { account, payoutId: id })
    return undefined
  }),
}
