import type { Tx } from '#context.ts'
import type { Issue, Pledge } from '#generated/prisma/client.ts'
import * as issues from '#issue/service.ts'
import { activeStates } from '../states.ts'
import { markPending } from './mark-pending.ts'
import { recomputeSum } from './sums.ts'

const askForConfirmation = async (tx: Tx, issue: Issue) => {
  if (issue.needsConfirmationSolved || issue.confirmedSolvedAt) return
  await issues.setNeedsConfirmation(tx, issue.id, true)
  await tx.emit('issue.needs_confirmation', { issueId: issue.id })
}

/**
 * What follows when a pledge reaches CREATED, paid or promised: it counts toward its issue, whose
 * funding is locked, and goes on at once where that is solved.
 */
export const afterCreation = async (tx: Tx, pledge: Pledge, issue: Issue): Promise<void> => {
  const place = { pledgeId: pledge.id, issueId: issue.id }
  await recomputeSum(tx, issue.id)
  await tx.emit('pledge.created', place)
  const { byOrganizationId: organizationId } = pledge
  if (organizationId) await tx.emit('pledge.made_for_organization', { ...place, organizationId })
  if (issue.confirmedSolvedAt) await markPending(tx, issue.id)
  else if (issue.state === 'CLOSED') await askForConfirmation(tx, issue)
}

/**
 * An issue was closed: if it has pledges, its maintainers are asked whether it is solved. Who closes
 * it has its row: nobody pledges on it meanwhile.
 */
export const noteClosed = async (tx: Tx, issueId: string): Promise<void> => {
  const isPledged = await tx.db.pledge.findFirst({
    where: { issueId, state: { in: [...activeStates] } },
    select: { id: true },
  })
  if (!isPledged) return
  const issue = await issues.lockFunding(tx, issueId)
  if (issue) await askForConfirmation(tx, issue)
}

/** An issue was reopened: nobody is asked any more; what was confirmed stays so. */
export const noteReopened = async (tx: Tx, issueId: string): Promise<void> => {
  const issue = await issues.lockFunding(tx, issueId)
  if (!issue?.needsConfirmationSolved || issue.confirmedSolvedAt) return
  await issues.setNeedsConfirmation(tx, issueId, false)
}
