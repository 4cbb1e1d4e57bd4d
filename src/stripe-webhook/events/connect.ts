import { z } from 'zod'
import * as payouts from '#payout/service.ts'
import { type ConnectHandlers, onEvent } from '../event.ts'

const payout = z.object({ id: z.string() })

/** Every event of connected accounts that we act on, by its type. */
export const connectEvents: ConnectHandlers = {
  'payout.paid': onEvent(payout, async (ctx, { id }, account: string) => {
    await payouts.record(ctx, { account, payoutId: id })
    return undefined
  }),
  'payout.failed': onEvent(payout, async (ctx, { id }, account: string) => {
    await payouts.recordFailure(ctx, { account, payoutId: id })
    return undefined
  }),
}
