import type { Tx } from '#context.ts'
import { hasBadge } from '#lib/badge-markers.ts'
import type { SignalMap } from '#signals.ts'
import { type BadgeChange, changeBadge } from '../jobs.ts'
import { generalReason, shouldAdd } from '../rules.ts'
import { factsOf, findSubject, type Subject } from '../subject.ts'

type Event = SignalMap['issue.event_received']

/** Sends the job that changes the badge of an issue. */
export const request = (tx: Tx, issueId: string, change: BadgeChange) =>
  tx.jobs.send(changeBadge, { issueId, change }, { key: issueId })

const isBadgeLabel = ({ repository }: Subject, label: string | null) =>
  label?.toLowerCase() === repository.pledgeBadgeLabel.toLowerCase()

/** What an event of an issue asks of its badge; null: nothing. */
const wishOf = (issue: Subject, { action, label }: Event): BadgeChange | null => {
  const isLabelEvent = isBadgeLabel(issue, label)
  if (action === 'unlabeled') return isLabelEvent ? { action: 'REMOVE', trigger: 'label' } : null
  if (action === 'labeled') return isLabelEvent ? { action: 'EMBED', trigger: 'label' } : null
  if (action !== 'opened' && action !== 'edited' && action !== 'reopened') return null
  if (issue.hasPledgeBadgeLabel) return { action: 'EMBED', trigger: 'label' }
  return action === 'opened' ? { action: 'EMBED', trigger: 'opened' } : null
}

/**
 * Whether a change is worth a look. Those of the label are: the row may be about another moment of
 * the same second, and the job asks GitHub. Our own writing comes back as an edit; the look finds
 * nothing to do.
 */
const isWorthwhile = (tx: Tx, issue: Subject, change: BadgeChange) => {
  const facts = factsOf(tx, issue)
  return change.action === 'EMBED' && change.trigger === 'opened'
    ? shouldAdd(facts, change.trigger).add
    : generalReason(facts) === null
}

/**
 * Answers an event of an issue on GitHub with a change of its badge, where the rules may want one:
 * the label gives and takes it, an edit that lost it gets it back, a new issue may have it by itself.
 */
export const react = async (tx: Tx, event: Event) => {
  const issue = await findSubject(tx, event.issueId)
  const change = issue && wishOf(issue, event)
  if (issue && change && isWorthwhile(tx, issue, change)) await request(tx, issue.id, change)
}

/** The text of a transferred issue has the badge of the old one, which leads nowhere. */
export const readdress = async (tx: Tx, issueId: string) => {
  const issue = await findSubject(tx, issueId)
  if (issue && hasBadge(issue.body)) await request(tx, issueId, { action: 'UPDATE' })
}
