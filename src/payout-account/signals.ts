export type PayoutAccountSignals = {
  /** An account can receive money: newly, or again. */
  'payout_account.activated': { payoutAccountId: string }
}
