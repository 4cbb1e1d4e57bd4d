import type { IssueSignals, IssueTopics } from '#issue/signals.ts'
import type { OrganizationSignals, OrganizationTopics } from '#organization/signals.ts'
import type { PullRequestSignals, PullRequestTopics } from '#pull-request/signals.ts'
import type { RepositorySignals } from '#repository/signals.ts'
import type { SyncTopics } from '#sync/signals.ts'
import type { UserSignals } from '#user/signals.ts'
import type { Tx } from './context.ts'
import type { SignalHandlers } from './lib/signals.ts'

/** Everything that can happen. */
export type SignalMap = UserSignals &
  OrganizationSignals &
  RepositorySignals &
  IssueSignals &
  PullRequestSignals

/** Everything that is told live. */
export type TopicMap = OrganizationTopics & IssueTopics & PullRequestTopics & SyncTopics

/** What a domain's `handlers.ts` exports. */
export type Handlers = SignalHandlers<SignalMap, Tx>
