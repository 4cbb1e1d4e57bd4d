import type { Handlers } from '#signals.ts'
import { resendUnsettled } from './jobs.ts'

export const handlers: Handlers = {
  'payout_account.activated': (tx, { payoutAccountId }) =>
    tx.jobs.send(resendUnsettled, { payoutAccountId }),
}
