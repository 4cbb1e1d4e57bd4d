import type { IssueSignals, IssueTopics } from '#issue/signals.ts'
import type { OrganizationSignals } from '#organization/signals.ts'
import type { RepositorySignals } from '#repository/signals.ts'
import type { UserSignals } from '#user/signals.ts'
import type { Tx } from './context.ts'
import type { SignalHandlers } from './lib/signals.ts'

/** Everything that can happen. */
export type SignalMap = UserSignals & OrganizationSignals & RepositorySignals & IssueSignals

/** Everything that is told live. */
export type TopicMap = IssueTopics

/** What a domain's `handlers.ts` exports. */
export type Handlers = SignalHandlers<SignalMap, Tx>
