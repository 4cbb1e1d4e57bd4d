export type RewardSignals = {
  /** The maintainers said that an issue is solved, and by whom. */
  'issue.confirmed_solved': { issueId: string }
  /** A receiver has earned their share of a pledge. */
  'reward.paid': { rewardId: string }
}
