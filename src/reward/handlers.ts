import type { Handlers } from '#signals.ts'
import * as rewards from './service.ts'

export const handlers: Handlers = {
  'pledge.created': (tx, { pledgeId, issueId }) => rewards.createRows(tx, issueId, { pledgeId }),
  'pledge.pending': (tx, { pledgeId }) => rewards.schedulePledge(tx, pledgeId),
  'payout_account.activated': (tx, { payoutAccountId }) =>
    rewards.scheduleForAccount(tx, payoutAccountId),
  'user.github_connected': (tx, connected) => rewards.linkLogin(tx, connected),
  'issue.transferred': (tx, places) => rewards.followIssue(tx, places),
}
