import type { Ctx, Tx } from '#context.ts'
import { BillingEmailMissing } from '#customer/errors.ts'
import type { Prisma } from '#generated/prisma/client.ts'
import { IssueNotFound } from '#issue/errors.ts'
import * as issues from '#issue/service.ts'
import { once } from '#lib/idempotency.ts'
import { personOf } from '#lib/viewer.ts'
import { NotAnOrganizationMember, PayerAmbiguous } from '../errors.ts'
import * as policy from '../policy.ts'
import { afterCreation } from './activate.ts'
import { checkAmount } from './payment-intent.ts'
import { requireWithinLimits } from './spending-limits.ts'

/** Who promises what; the amount in cents. Without an organization the viewer pays. */
export type Promised = {
  issueId: string
  amount: bigint
  byOrganizationId?: string | null
  onBehalfOfOrganizationId?: string | null
  isAnonymous?: boolean | null
  idempotencyKey?: string | null
}

const checkPayer = (
  { viewer }: Pick<Ctx, 'viewer'>,
  { byOrganizationId, onBehalfOfOrganizationId }: Promised,
) => {
  if (byOrganizationId && onBehalfOfOrganizationId) throw new PayerAmbiguous()
  const organizationId = byOrganizationId ?? onBehalfOfOrganizationId
  if (organizationId && !policy.canPledgeFor(viewer, organizationId)) {
    throw new NotAnOrganizationMember(byOrganizationId ? 'byOrganizationId' : undefined)
  }
}

/** The issue, its funding locked, if the viewer may see it and so much may be pledged on it. */
const lockPledgeable = async (tx: Tx, issueId: string, amount: bigint) => {
  const readable = await tx.db.issue.findFirst({
    where: { AND: [policy.issueReadable(tx.viewer), { id: issueId }] },
    include: { organization: true },
  })
  if (!readable) throw new IssueNotFound()
  checkAmount(amount, readable.organization)
  const issue = await issues.lockFunding(tx, issueId)
  if (!issue || issue.deletedAt) throw new IssueNotFound()
  return issue
}

const payerOf = async (tx: Tx, promised: Promised) => {
  const { userId } = personOf(tx)
  const { byOrganizationId: organizationId, onBehalfOfOrganizationId, amount } = promised
  if (!organizationId) return { byUserId: userId, onBehalfOfOrganizationId }
  const { billingEmail } = await requireWithinLimits(tx, { organizationId, userId, amount })
  if (!billingEmail) throw new BillingEmailMissing()
  return { byOrganizationId: organizationId }
}

/**
 * Promises money for an issue, which is asked for once it is solved. Throws IssueNotFound,
 * PledgeTooSmall, PledgeTooLarge, PayerAmbiguous for both organizations, NotAnOrganizationMember, and for
 * an organization that pays SpendingLimitExceeded, BillingEmailMissing.
 */
export const createOnCompletion = async (
  ctx: Ctx,
  promised: Promised,
): Promise<{ pledgeId: string }> => {
  // Before the key is looked up: who has left the organization gets no first answer again, either.
  checkPayer(ctx, promised)
  return once(ctx, requestOf(promised), async (tx) => {
    const { issueId, amount, isAnonymous } = promised
    const issue = await lockPledgeable(tx, issueId, amount)
    const pledge = await tx.db.pledge.create({
      data: {
        ...{ type: 'PAY_ON_COMPLETION', state: 'CREATED', amount, issueId },
        ...{ repositoryId: issue.repositoryId, organizationId: issue.organizationId },
        ...(await payerOf(tx, promised)),
        isAnonymous: isAnonymous ?? false,
        createdById: personOf(tx).userId,
      } satisfies Prisma.PledgeUncheckedCreateInput,
    })
    await afterCreation(tx, pledge, issue)
    return { pledgeId: pledge.id }
  })
}

const requestOf = ({ idempotencyKey: key, ...input }: Promised) => ({
  mutation: 'createPledgeOnCompletion',
  key,
  input,
})
