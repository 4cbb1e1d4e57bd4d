import type { IssueSignals, IssueTopics } from '#issue/signals.ts'
import type { OauthAccountSignals } from '#oauth-account/signals.ts'
import type { OrganizationSignals, OrganizationTopics } from '#organization/signals.ts'
import type { PayoutAccountSignals } from '#payout-account/signals.ts'
import type { PledgeSignals } from '#pledge/signals.ts'
import type { PullRequestSignals, PullRequestTopics } from '#pull-request/signals.ts'
import type { RepositorySignals } from '#repository/signals.ts'
import type { RewardSignals } from '#reward/signals.ts'
import type { SyncTopics } from '#sync/signals.ts'
import type { UserSignals, UserTopics } from '#user/signals.ts'
import type { Tx } from './context.ts'
import type { SignalHandlers } from './lib/signals.ts'

/** Everything that can happen. */
export type SignalMap = UserSignals &
  OauthAccountSignals &
  OrganizationSignals &
  RepositorySignals &
  IssueSignals &
  PullRequestSignals &
  PayoutAccountSignals &
  PledgeSignals &
  RewardSignals

/** Everything that is told live. */
export type TopicMap = UserTopics &
  OrganizationTopics &
  IssueTopics &
  PullRequestTopics &
  SyncTopics

/** What a domain's `handlers.ts` exports. */
export type Handlers = SignalHandlers<SignalMap, Tx>
